// Moments as people read them, in the browser's own zone and against the sandbox's clock.

import { now } from "./live.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const LONG = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const NUMBERS = new Intl.DateTimeFormat("en-CA");
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

export const atTime = (moment) => CLOCK.format(moment);
export const atSecond = (moment) => SECONDS.format(moment);

/** The moment of a Slack ts. */
export const ofTs = (ts) => new Date(Number(ts) * 1000);

const NEW = 2500; // milliseconds

/** Whether it came just now, so that the eye should be led there. */
export const isNew = (moment) => now() - moment < NEW;

/** "Today", "Yesterday", or the day's name. */
export function day(moment) {
  return near(moment) ?? DAY.format(moment);
}

function near(moment) {
  const days = Math.round((midnight(moment) - midnight(now())) / 86400000);
  return { 0: "Today", "-1": "Yesterday", 1: "Tomorrow" }[days];
}

function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

export function ago(moment) {
  const seconds = Math.round((moment - now()) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return AGO.format(Math.round(seconds / size), unit);
  }
  return "just now";
}

const TOKENS = {
  date_num: (moment) => NUMBERS.format(moment),
  date_slash: (moment) => NUMBERS.format(moment).replaceAll("-", "/"),
  date: (moment) => DAY.format(moment),
  date_short: (moment) => SHORT.format(moment),
  date_long: (moment) => LONG.format(moment),
  date_pretty: (moment) => near(moment)?.toLowerCase() ?? DAY.format(moment),
  date_short_pretty: (moment) => near(moment)?.toLowerCase() ?? SHORT.format(moment),
  date_long_pretty: (moment) => near(moment)?.toLowerCase() ?? LONG.format(moment),
  day_divider_pretty: (moment) => day(moment),
  time: atTime,
  time_secs: atSecond,
  ago,
};

/** Slack's date format, as in `{date_short} at {time}`. */
export function formatted(seconds, format) {
  const moment = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(moment) ?? whole);
}

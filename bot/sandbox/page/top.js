// The bar at the top: what this is, the clock, trouble to make, and the tour.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { live, now } from "./live.js";
import { popover, walk } from "./popover.js";
import { atSecond, day } from "./times.js";
import { start } from "./tour.js";
import { attempt, show, ui } from "./ui.js";

const STEPS = [["+5 s", 5, "5 seconds"], ["+1 min", 60, "1 minute"], ["+15 min", 900, "15 minutes"], ["+1 h", 3600, "1 hour"], ["+1 day", 86400, "1 day"]];

export function top() {
  return h(
    "header",
    { class: "top" },
    h("div", { class: "brand" }, mark(), h("h1", null, "Relaydesk"), h("span", { class: "chip" }, "sandbox")),
    connection(),
    sides(),
    h("div", { class: "top-right" }, clock(), trouble(), tourButton()),
  );
}

function mark() {
  return h(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true" },
    h("path", { d: "M4 8a4 4 0 0 1 4-4h10a4 4 0 0 1 4 4v5a4 4 0 0 1-4 4h-6l-5 4v-4.3A4 4 0 0 1 4 13V8z", class: "mark-a" }),
    h("path", { d: "M25 11.2a4 4 0 0 1 3 3.8v6a4 4 0 0 1-3 3.9V29l-5-4h-5a4 4 0 0 1-3.6-2.3L13.6 21H19a6 6 0 0 0 6-6v-3.8z", class: "mark-b" }),
  );
}

function connection() {
  const there = live.online && live.state.connected > 0;
  const words = live.online ? (there ? "Desk connected" : "Waiting for the desk") : "Sandbox stopped";
  const title = live.online
    ? there
      ? "A program is connected to this Slack and hears of everything here."
      : "No program is connected to this Slack yet. If that lasts, look at the terminal."
    : "The sandbox does not answer. Start it again in the terminal; this page will come back by itself.";
  return h("span", { class: `connection${there ? " on" : ""}`, role: "status", title }, h("i", null), h("span", null, words));
}

/** On a narrow screen only one side is shown. */
function sides() {
  const side = (name, words, sign) =>
    h("button", { type: "button", "aria-pressed": String(ui.side === name), onclick: () => show({ side: name }) }, icon(sign), words);
  return h("div", { class: "sides", role: "group", "aria-label": "Show" }, side("phone", "Phone", "phone"), side("slack", "Slack", "slack"));
}

function clock() {
  const moment = now();
  const forward = (seconds) => attempt("clock.forward", { seconds }, "clock");
  return h(
    "div",
    { class: "clock", role: "group", "aria-label": "Clock" },
    icon("clock"),
    h(
      "span",
      { class: "reading", title: ahead(live.state.clock.offset) },
      h("time", { "data-testid": "clock" }, atSecond(moment)),
      h("small", null, day(moment)),
    ),
    STEPS.map(([words, seconds, long]) => {
      const label = `Forward by ${long}`;
      return h("button", { type: "button", class: "step", title: label, "aria-label": label, onclick: () => forward(seconds) }, words);
    }),
  );
}

function ahead(seconds) {
  if (!seconds) return "The clock of this sandbox: the same as yours so far.";
  const parts = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  let rest = seconds;
  const told = parts.flatMap(([unit, size]) => {
    const many = Math.floor(rest / size);
    rest -= many * size;
    return many ? [`${many} ${unit}${many > 1 ? "s" : ""}`] : [];
  });
  return `The clock of this sandbox is ${told.join(", ")} ahead of yours.`;
}

function trouble() {
  const { kinds, going_on: on, happened, count } = live.state.trouble;
  const look = { class: `button${on.length ? " warned" : ""}`, "data-testid": "trouble" };
  const face = [icon("bolt"), h("span", { class: "wide" }, "Make trouble"), on.length > 0 && h("span", { class: "count" }, String(on.length))];
  const make = (name) => attempt("trouble.make", { name }, name);
  const item = ({ name, label, lasting }) =>
    h(
      "button",
      { key: name, type: "button", "aria-pressed": lasting ? String(on.includes(name)) : null, onclick: () => make(name) },
      h("span", null, label),
      on.includes(name) && h("small", null, "going on"),
    );
  return popover("trouble", look, face, () =>
    h(
      "div",
      { class: "menu trouble", onkeydown: walk },
      h("p", { class: "menu-head" }, "Until it is ended"),
      kinds.filter((one) => one.lasting).map(item),
      h("p", { class: "menu-head" }, "Once"),
      kinds.filter((one) => !one.lasting).map(item),
      h("button", { type: "button", class: "end", onclick: () => attempt("trouble.end", {}, "trouble.end") }, "End all trouble"),
      h("p", { class: "menu-head" }, count ? `What went wrong so far: ${count}` : "Nothing went wrong so far."),
      happened.map((words, index) => h("p", { class: "went-wrong", key: `${index}` }, words)),
    ),
  );
}

function tourButton() {
  return h(
    "button",
    { class: "button primary", type: "button", disabled: Boolean(ui.tour), onclick: start, "data-testid": "tour" },
    icon("play"),
    h("span", { class: "wide" }, "Take the tour"),
  );
}

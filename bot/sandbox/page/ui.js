// What this browser shows of it all: who is looked at, which place is open, what is half typed, what was read.

import { act } from "./live.js";

const KEPT = "relaydesk-sandbox";

export const ui = {
  person: null, // id of the customer whose phone is shown
  member: null, // id of the member we act as
  topics: {}, // the topic shown on each phone, by its person's id
  place: null, // id of the channel shown, or "home"
  thread: null, // { channel, ts } of the open thread
  side: "slack", // what a narrow screen shows: "phone" or "slack"
  open: null, // the name of the popover that is open
  replyTo: null, // id of the message on the phone that is replied to
  quote: null, // the part of that message that was marked
  editing: null, // { where: "phone" | "slack", id }
  errors: {}, // under the fields of the modal, by label
  drafts: new Map(), // what is typed, by the name of the box
  fields: new Map(), // what is entered in a view, by view, block and action
  seen: new Map(), // the last that was read, by place
  hidden: new Set(), // whispers that were dismissed
  toasts: [],
  busy: new Set(), // names of what is under way
  ...kept(),
};

let redraw = () => {};

export function drawnBy(draw) {
  redraw = draw;
}

/** Change what is shown. */
export function show(change) {
  Object.assign(ui, change);
  const { person, member, place, thread, side } = ui;
  sessionStorage.setItem(KEPT, JSON.stringify({ person, member, place, thread, side }));
  redraw();
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

/** Act, and tell in words if it could not be done. `busy` names the control meanwhile. Null if it failed. */
export async function attempt(name, given, busy = null) {
  if (busy && ui.busy.has(busy)) return null;
  if (busy) ui.busy.add(busy);
  redraw();
  try {
    return await act(name, given);
  } catch (error) {
    tell(error.message);
    return null;
  } finally {
    ui.busy.delete(busy);
    redraw();
  }
}

const SHOWN_FOR = 7000; // milliseconds

/** A sentence at the edge of the page for a while. */
export function tell(sentence, kind = "error") {
  const toast = { id: `${Date.now()}-${Math.random()}`, sentence, kind };
  ui.toasts = [...ui.toasts.filter((one) => one.sentence !== sentence), toast].slice(-3);
  redraw();
  setTimeout(() => dismiss(toast.id), SHOWN_FOR);
}

export function dismiss(id) {
  ui.toasts = ui.toasts.filter((toast) => toast.id !== id);
  redraw();
}

/** How many of these came after what was last read there. */
export function unread(place, stamps) {
  const last = ui.seen.get(place);
  return last === undefined ? stamps.length : stamps.filter((stamp) => stamp > last).length;
}

export function read(place, stamps) {
  if (stamps.length) ui.seen.set(place, stamps.at(-1));
}

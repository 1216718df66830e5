// The guided tour: plays the story of story.js with the controls a person would use, and waits for what it announces.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { live, until } from "./live.js";
import { STORY } from "./story.js";
import { show, ui } from "./ui.js";

const READING = 55; // milliseconds for each character of a caption
const LEAST = 2200; // milliseconds
const DRAWN = 60; // milliseconds after which a change is surely drawn
const LATE = 15000; // milliseconds after which the tour says that something does not come

let ending = null; // aborts what the tour waits for

export async function start() {
  ending = new AbortController();
  const { signal } = ending;
  const memo = { since: live.state.clock.now };
  show({ tour: { at: 0, held: false, state: "reading" }, open: null, confirm: null });
  for (const [at, step] of STORY.entries()) {
    await played(step, at, memo, signal);
    if (signal.aborted) return;
  }
  leave();
}

async function played(step, at, memo, signal) {
  await step.before?.(memo, live.state);
  tell(signal, { at, state: "reading", focus: () => step.focus(memo), caption: step.caption(memo) });
  setTimeout(() => step.focus(memo)?.scrollIntoView({ block: "nearest" }), DRAWN);
  await reading(step.caption(memo), signal, at === STORY.length - 1);
  if (signal.aborted || !step.act) return;
  tell(signal, { state: "acting" });
  await step.act(memo, signal);
  tell(signal, { state: "waiting" });
  const late = setTimeout(() => tell(signal, { state: "late" }), LATE);
  memo.found = await until((state) => step.until(memo, state), signal);
  clearTimeout(late);
}

function tell(signal, change) {
  if (!signal.aborted) show({ tour: { ...ui.tour, ...change } });
}

/** Resolves when the caption was read, or "Next" was pressed; while the tour is held it does not run on. */
function reading(caption, signal, last) {
  return new Promise((resolve) => {
    let left = Math.max(LEAST, caption.length * READING);
    const tick = setInterval(() => {
      if (!ui.tour?.held && !last) left -= 100;
      if (left <= 0) done();
    }, 100);
    const done = () => {
      clearInterval(tick);
      resolve();
    };
    next = done;
    signal.addEventListener("abort", done);
  });
}

let next = () => {};

function leave() {
  ending?.abort();
  show({ tour: null });
  setTimeout(() => document.querySelector('[data-testid="tour"]')?.focus(), DRAWN);
}

/** The strip with the caption, and the frame around where to look. */
export function strip() {
  const { tour } = ui;
  if (!tour?.caption) return null;
  const last = tour.at === STORY.length - 1;
  return h(
    "section",
    {
      class: "tour",
      "aria-label": "Guided tour",
      "data-testid": "tour-strip",
      onkeydown: (event) => event.key === "Escape" && leave(),
      made: follow,
    },
    h("div", { class: "tour-steps", "aria-hidden": "true" }, STORY.map((_, at) => h("i", { key: `${at}`, class: at <= tour.at ? "done" : "" }))),
    h(
      "div",
      { class: "tour-words", role: "status" },
      h("strong", null, STORY[tour.at].title),
      h("p", null, tour.caption),
      h("p", { class: `tour-state ${tour.state}` }, STATES[tour.state]),
    ),
    h("div", { class: "tour-acts" }, acts(tour, last)),
  );
}

function acts(tour, last) {
  const hold = () => show({ tour: { ...tour, held: !tour.held } });
  const goOn = {
    class: "button primary",
    type: "button",
    disabled: tour.state !== "reading",
    "data-testid": "tour-next",
    made: (node) => node.focus(),
    onclick: () => next(),
  };
  const face = [icon(tour.held ? "play" : "pause"), tour.held ? "Go on" : "Pause"];
  return [
    !last && h("button", { class: "button", type: "button", onclick: hold }, face),
    h("button", goOn, last ? "Done" : "Next"),
    !last && h("button", { class: "button", type: "button", onclick: leave, "data-testid": "tour-leave" }, "Leave"),
  ];
}

const STATES = {
  reading: "",
  acting: "",
  waiting: "Waiting for it to happen…",
  late: "This has not happened yet. Is the desk connected, and did you end the trouble you made?",
};

/** Keeps the frame around what the step is about, wherever it moves, as long as the strip is there. */
function follow(stripNode) {
  const frame = document.createElement("div");
  frame.className = "spotlight";
  frame.setAttribute("aria-hidden", "true");
  document.body.append(frame);
  const step = () => {
    if (!stripNode.isConnected) return frame.remove();
    frameAround(frame, ui.tour?.focus?.());
    requestAnimationFrame(step);
  };
  step();
}

const MARGIN = 6; // pixels

function frameAround(frame, node) {
  const box = node?.getBoundingClientRect();
  frame.hidden = !box?.width;
  if (!box?.width) return;
  const pane = node.closest(".messages, .chat")?.getBoundingClientRect();
  const top = Math.max(box.top, pane?.top ?? 0) - MARGIN;
  const bottom = Math.min(box.bottom, pane?.bottom ?? innerHeight) + MARGIN;
  frame.style.setProperty("left", `${box.left - MARGIN}px`);
  frame.style.setProperty("top", `${top}px`);
  frame.style.setProperty("width", `${box.width + 2 * MARGIN}px`);
  frame.style.setProperty("height", `${Math.max(0, bottom - top)}px`);
}

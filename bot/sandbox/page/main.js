// Draws the page from the state and from what this browser shows of it.

import { patch, h } from "./dom.js";
import { icon } from "./icons.js";
import { connect, live } from "./live.js";
import { customers, fromBot } from "./people.js";
import { closed, listen, placed } from "./popover.js";
import { inChannel, readable, workspace } from "./slack.js";
import { top } from "./top.js";
import { allSeen } from "./topics.js";
import { strip } from "./tour.js";
import { dismiss, drawnBy, read, ui } from "./ui.js";

const NEAR = 60; // pixels from the end of a list within which it follows what is new
const POP = 4000; // milliseconds
const page = document.getElementById("page");
let waiting = 0;

/** Draw soon; many changes in a row are drawn once. */
function draw() {
  waiting ||= setTimeout(() => {
    waiting = 0;
    drawn();
  });
}

function drawn() {
  patch(page, live.state ? whole() : beforeAnything());
  for (const list of document.querySelectorAll("[data-stick]")) {
    if (!left.has(list)) list.scrollTop = list.scrollHeight;
  }
  placed();
}

const left = new WeakSet(); // lists whose end the person scrolled away from

function scrolled({ target: list }) {
  if (!list.dataset || !("stick" in list.dataset)) return;
  const away = list.scrollHeight - list.scrollTop - list.clientHeight >= NEAR;
  if (away) left.add(list);
  else left.delete(list);
}

function whole() {
  settle(live.state);
  return [
    top(),
    h("main", { class: `desk show-${ui.side}` }, customers(), workspace()),
    strip(),
    h("div", { class: "toasts", role: "alert" }, ui.toasts.map(toast)),
  ];
}

function beforeAnything() {
  return h("p", { class: "loading", role: "status" }, "Opening the sandbox…");
}

function toast({ id, sentence, kind }) {
  return h(
    "div",
    { class: `toast ${kind}`, key: id },
    h("span", null, sentence),
    h("button", { class: "quiet", type: "button", "aria-label": "Dismiss", onclick: () => dismiss(id) }, icon("close")),
  );
}

let settled = false;

/** What is shown must be there; and at first sight all that is there counts as read. */
function settle({ telegram, slack }) {
  if (!telegram.people.some((one) => one.id === ui.person)) ui.person = telegram.people[0]?.id;
  if (!slack.members.some((one) => one.id === ui.member)) ui.member = slack.members[0].id;
  const member = slack.members.find((one) => one.id === ui.member);
  const there = readable(slack, member).map((channel) => channel.id);
  if (ui.place !== "home" && !there.includes(ui.place)) ui.place = there[0];
  if (!settled) allRead(telegram, slack);
  settled = true;
  popped(telegram);
}

function allRead(telegram, slack) {
  for (const person of telegram.people) {
    read(`phone/${person.id}`, fromBot(person));
    allSeen(person);
  }
  for (const member of slack.members) {
    for (const channel of slack.channels) {
      read(`${member.id}/${channel.id}`, inChannel(channel).map((message) => message.ts));
      for (const message of channel.messages) {
        if (message.latest_reply) read(`${member.id}/${message.ts}`, [message.latest_reply]);
      }
    }
  }
}

const answers = new Map(); // how many answers to presses each person had

/** An answer to a press pops up once, on the phone of who pressed. */
function popped(telegram) {
  for (const person of telegram.people) {
    const before = answers.get(person.id) ?? person.answers.length;
    answers.set(person.id, person.answers.length);
    if (person.answers.length > before && person.answers.at(-1)) pop(person);
  }
}

function pop(person) {
  const shown = { person: person.id, text: person.answers.at(-1) };
  ui.popped = shown;
  setTimeout(() => {
    if (ui.popped === shown) ui.popped = null;
    draw();
  }, POP);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closed(true);
});

document.addEventListener("scroll", scrolled, true);
addEventListener("resize", draw);
drawnBy(draw);
listen();
connect(draw);
draw();
setInterval(draw, 1000);

// A customer's phone: the chat with the bot and all that can be done in it.

import { box } from "./box.js";
import { h } from "./dom.js";
import { entitled } from "./entities.js";
import { avatar, icon } from "./icons.js";
import { live } from "./live.js";
import { pinned } from "./pins.js";
import { popover, walk } from "./popover.js";
import { cited, markedIn } from "./quoting.js";
import { atTime, day, isNew } from "./times.js";
import { deleting, shown, tabs, within } from "./topics.js";
import { attempt, show, ui } from "./ui.js";

const SIGNS = ["👍", "❤", "🙏", "👎"];
const FORWARDED = ["Your parcel is at the depot.", "Nobody was at home.", "Collect it by Friday."];
const FIRST_WORDS = {
  en: ["My order arrived broken.", "How do I change my password?", "I was charged twice!"],
  "zh-hans": ["我的订单到货时已经损坏。", "怎么修改密码？"],
  "zh-hant": ["我的訂單到貨時已經損壞。", "怎麼修改密碼？"],
  pl: ["Moja paczka przyszła uszkodzona.", "Jak zmienić hasło?"],
  tr: ["Siparişim hasarlı geldi.", "Şifremi nasıl değiştiririm?"],
};

/** The phone of one person. */
export function phone(person) {
  const topic = shown(person);
  const messages = within(person, topic).filter((message) => !message.deleted);
  return h(
    "article",
    { class: person.topics.length ? "phone with-topics" : "phone", key: `phone-${person.id}`, "aria-label": `${person.name}’s phone`, "data-testid": "phone" },
    h(
      "header",
      { class: "phone-head" },
      avatar(live.state.name, "round bot"),
      h("div", { class: "who" }, h("strong", null, live.state.name), h("span", null, doing(person))),
      phoneMenu(person),
    ),
    tabs(person),
    pinned(person, messages),
    h(
      "div",
      { class: "chat", key: `chat-${topic}`, "data-stick": "", role: "log", "aria-label": `Messages of ${person.name}`, tabindex: "0" },
      messages.length ? withDays(messages, person) : nothingYet(person, topic),
    ),
    answered(person),
    foot(person, messages),
  );
}

function doing(person) {
  if (person.barred) return "blocked";
  return person.action ? "typing…" : "bot";
}

function phoneMenu(person) {
  const act = person.barred ? "phone.unblocks" : "phone.blocks";
  const words = person.barred ? "Unblock the bot" : "Block the bot";
  const done = () => show({ open: null });
  const go = () => attempt(act, { person: person.id }, act).then(done);
  const texts = FORWARDED.join("\n");
  const forward = () => attempt("phone.forwards", { person: person.id, texts }).then(done);
  const look = { class: "quiet", "aria-label": "More about this chat", title: "More", "data-testid": "phone-more" };
  return popover("phone-more", look, icon("more"), () =>
    h(
      "div",
      { class: "menu" },
      !person.barred && h("button", { type: "button", onclick: forward }, "Forward three messages"),
      deleting(person, done),
      h("button", { type: "button", onclick: go }, words),
    ),
  );
}

function nothingYet(person, topic) {
  if (topic || person.chat.length) return h("p", { class: "empty", key: "empty" }, "Nothing was said here yet.");
  const words = FIRST_WORDS[person.language] ?? FIRST_WORDS.en;
  const say = (text) => attempt("phone.says", { person: person.id, text }, "phone.says");
  return h(
    "div",
    { class: "empty", key: "empty" },
    h("p", null, h("strong", null, `This is ${person.name}’s phone.`)),
    h("p", null, "Write the first message below, or take one of these. A card will appear in Slack."),
    words.map((text) => h("button", { class: "suggestion", type: "button", onclick: () => say(text) }, text)),
  );
}

function withDays(messages, person) {
  const nodes = [];
  let last = "";
  for (const message of messages) {
    const today = day(new Date(message.date * 1000));
    if (today !== last) nodes.push(h("p", { class: "day", key: `day-${today}` }, h("span", null, today)));
    last = today;
    nodes.push(bubble(message, person));
  }
  return nodes;
}

function bubble(message, person) {
  const own = message.sender === "customer";
  const command = (text) => attempt("phone.says", { person: person.id, text, thread: shown(person) });
  return h(
    "div",
    { key: `bubble-${message.id}`, class: `line ${own ? "own" : "theirs"}${isNew(new Date(message.date * 1000)) ? " new" : ""}`, "data-testid": `bubble-${message.id}` },
    h(
      "div",
      { class: "bubble", role: "article", "aria-label": own ? person.name : live.state.name },
      cited(message, person.chat),
      message.file && h("div", { class: "file" }, icon("file"), message.file),
      message.text && h("div", { class: "words", dir: "auto" }, entitled(message.text, message.entities, command)),
      h("span", { class: "when" }, message.edited && "edited ", atTime(new Date(message.date * 1000)), own && icon("check")),
    ),
    h("div", { class: "bubble-acts" }, bubbleActs(message, own, person)),
    keyboard(message, person),
    Object.values(message.reactions).flat().length > 0 &&
      h("div", { class: "phone-reactions" }, Object.values(message.reactions).flat().join(" ")),
  );
}

function bubbleActs(message, own, person) {
  const reply = () => show({ replyTo: message.id, quote: markedIn(message), editing: null });
  const edit = () => {
    ui.drafts.set(`edit-${message.id}`, message.text);
    show({ editing: { where: "phone", id: message.id }, replyTo: null });
  };
  return [
    quiet("reply", "Reply", "Reply to this", reply),
    own && quiet("edit", "Edit", "Edit this", edit),
    !own && signs(message, person),
  ];
}

/** The same sign once more takes it away. */
function signs(message, person) {
  const given = message.reactions.customer ?? [];
  const sign = (emoji) => {
    const wanted = given.includes(emoji) ? null : emoji;
    const go = () => attempt("phone.reacts", { person: person.id, message: message.id, emoji: wanted }).then(() => show({ open: null }));
    return h("button", { type: "button", "aria-label": emoji, "aria-pressed": String(given.includes(emoji)), onclick: go }, emoji);
  };
  const look = { class: "quiet", "aria-label": "React to this", title: "React" };
  return popover(`sign-${message.id}`, look, icon("smile"), () => h("div", { class: "emoji-picker" }, SIGNS.map(sign)));
}

function quiet(sign, title, label, onclick) {
  return h("button", { class: "quiet", type: "button", "aria-label": label, title, onclick }, icon(sign));
}

function keyboard(message, person) {
  if (!message.buttons.length) return null;
  return h(
    "div",
    { class: "keyboard" },
    message.buttons.map((row) => h("div", { class: "keys" }, row.map((one) => inlineKey(one, message, person)))),
  );
}

function inlineKey(one, message, person) {
  if (one.url) {
    const href = /^https?:/i.test(one.url) ? one.url : null;
    return h("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer" }, one.text);
  }
  const busy = `key-${person.id}-${message.id}-${one.data}`;
  const press = () => attempt("phone.presses", { person: person.id, message: message.id, button: one.data }, busy);
  return h("button", { class: "key", type: "button", "aria-busy": String(ui.busy.has(busy)), onclick: press }, one.text);
}

/** What popped up after the last press, for as long as the phone shows it. */
function answered(person) {
  const told = ui.popped?.person === person.id ? ui.popped.text : "";
  return h("div", { class: "popped", role: "status" }, told && h("span", null, told));
}

function foot(person, messages) {
  if (person.barred) return barred(person);
  const editing = ui.editing?.where === "phone" ? messages.find((one) => one.id === ui.editing.id) : null;
  const target = editing ?? messages.find((one) => one.id === ui.replyTo);
  const cancel = () => show({ replyTo: null, quote: null, editing: null });
  return h(
    "footer",
    { class: "phone-foot" },
    target && about(editing ? "Editing" : "Replying to", (!editing && ui.quote) || target.text || target.file, cancel),
    editing ? editBox(person, editing, cancel) : sayBox(person, target, cancel),
    person.keyboard.length > 0 && h("div", { class: "keys" }, person.keyboard.map((label) => replyKey(label, person))),
  );
}

function about(what, text, cancel) {
  return h(
    "div",
    { class: "about" },
    h("span", null, h("strong", null, what), " ", text),
    h("button", { class: "quiet", type: "button", "aria-label": "Never mind", onclick: cancel }, icon("close")),
  );
}

function sayBox(person, target, cancel) {
  const thread = shown(person);
  const name = target ? `reply-${person.id}-${target.id}` : `phone-${person.id}-${thread ?? ""}`;
  const send = async (text) => {
    const sent = await attempt("phone.says", { person: person.id, text, thread, reply_to: target?.id ?? null, quote: target ? ui.quote : null });
    if (sent && target) cancel();
    return sent;
  };
  const label = `Message as ${person.name}`;
  const common = { name, label, placeholder: "Message", testid: "phone-box", send, before: commands(person) };
  return box({ ...common, cancel: target ? cancel : null, focus: Boolean(target) });
}

function editBox(person, message, cancel) {
  const send = async (text) => {
    const sent = await attempt("phone.edits", { person: person.id, message: message.id, text });
    if (sent) cancel();
    return sent;
  };
  const words = { name: `edit-${message.id}`, label: "Edit message", placeholder: "Message", testid: "phone-box" };
  return box({ ...words, send, cancel, focus: true });
}

function commands(person) {
  if (!person.menu.length) return null;
  const thread = shown(person);
  const say = (text) => attempt("phone.says", { person: person.id, text, thread }).then(() => show({ open: null }));
  const look = { class: "quiet", "aria-label": "Menu of commands", title: "Menu", "data-testid": "phone-menu" };
  return popover("phone-menu", look, icon("menu"), () =>
    h(
      "div",
      { class: "menu commands", onkeydown: walk },
      person.menu.map(({ command, description }) =>
        h("button", { type: "button", onclick: () => say(`/${command}`) }, h("b", null, `/${command}`), h("span", null, description)),
      ),
    ),
  );
}

function replyKey(label, person) {
  const press = () => attempt("phone.presses", { person: person.id, button: label });
  return h("button", { class: "key plain", type: "button", onclick: press }, label);
}

function barred(person) {
  const go = () => attempt("phone.unblocks", { person: person.id }, "phone.unblocks");
  return h(
    "footer",
    { class: "phone-foot barred" },
    h("p", null, `${person.name} blocked the bot. Nothing can be sent either way.`),
    h("button", { class: "button", type: "button", onclick: go }, "Unblock"),
  );
}

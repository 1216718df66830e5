// One message of Slack, wherever it stands, and what can be done with it.

import { blocks } from "./blocks.js";
import { box } from "./box.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { emojiSign, mrkdwn, unescaped } from "./mrkdwn.js";
import { popover, walk } from "./popover.js";
import { ago, atTime, day, isNew, ofTs } from "./times.js";
import { attempt, show, ui, unread } from "./ui.js";

const QUICK = ["eyes", "white_check_mark", "+1", "heart", "tada", "pray", "raised_hands", "thinking_face", "smile", "x"];

/** Whoever presses that goes on in the thread; a newcomer would not know where. */
const LEADS_ON = "Claim";

/** Messages in order, with a line where a day begins. `scene` is { slack, member, channel, inThread }. */
export function timeline(messages, scene) {
  const nodes = [];
  let last = "";
  for (const message of messages) {
    const today = day(ofTs(message.ts));
    if (today !== last && !scene.inThread) nodes.push(h("p", { class: "day", key: `day-${today}` }, h("span", null, today)));
    last = today;
    nodes.push(slackMessage(message, scene));
  }
  return nodes;
}

export function slackMessage(message, scene) {
  if (message.subtype === "tombstone") {
    return h("article", { key: message.ts, class: "message gone" }, "This message was deleted.", threadLink(message, scene));
  }
  const author = authorOf(message, scene.slack);
  const editing = ui.editing?.where === "slack" && ui.editing.id === message.ts;
  const look = {
    key: `${message.ts}${message.is_ephemeral ? "-whisper" : ""}`,
    class: `message${message.is_ephemeral ? " whisper" : ""}${isNew(ofTs(message.ts)) ? " new" : ""}`,
    "aria-label": `${author.name}, ${atTime(ofTs(message.ts))}`,
    "data-testid": `message-${message.ts}`,
    "data-ts": message.ts,
  };
  return h(
    "article",
    look,
    avatar(author.name, author.bot ? "bot" : ""),
    h(
      "div",
      { class: "message-body" },
      message.is_ephemeral && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      heading(message, author),
      editing ? editBox(message, scene) : content(message, scene),
      reactions(message, scene),
      threadLink(message, scene),
    ),
    message.is_ephemeral ? dismissal(message) : toolbar(message, scene),
  );
}

function authorOf(message, slack) {
  const member = slack.members.find((one) => one.id === message.user);
  return member ? { name: member.real_name, bot: false } : { name: message.username ?? slack.bot.name, bot: true };
}

function heading(message, author) {
  return h(
    "p",
    { class: "message-head" },
    h("strong", null, author.name),
    author.bot && h("span", { class: "badge" }, "App"),
    h("time", null, atTime(ofTs(message.ts))),
  );
}

function content(message, scene) {
  const { channel, ts } = message;
  const use = async (one, wanted, busy) => {
    const { block_id: block, action_id: action } = held(message, one);
    const given = { member: scene.member.id, place: "message", channel, ts, block, action, wanted: wanted ?? null };
    const done = await attempt("slack.uses", given, busy);
    if (done && one.text?.text === LEADS_ON && message.reply_count && !scene.inThread) openThread(message);
    return done;
  };
  const spot = { name: `${scene.inThread ? "t" : "c"}-${ts}`, slack: scene.slack, use };
  return [
    message.blocks?.length ? blocks(message.blocks, spot) : h("div", { class: "rich" }, mrkdwn(message.text ?? "", scene.slack)),
    message.files?.map(shared),
    message.edited && !message.bot_id && h("small", { class: "faint" }, "(edited)"),
  ];
}

const PICTURES = ["image/png", "image/jpeg", "image/gif"];

function shared(file) {
  const name = file.name ?? file.title;
  const look = { class: "picture", src: `/slack/files/${file.id}`, alt: file.alt_txt ?? name, loading: "lazy" };
  return [
    h("div", { class: "file", key: file.id }, icon("file"), name),
    PICTURES.includes(file.mimetype) && h("img", { ...look, key: `${file.id}-picture` }),
  ];
}

/** The ids under which an element of a message is known. */
function held(message, one) {
  const has = (block) => [...(block.elements ?? []), block.accessory].includes(one);
  return { block_id: message.blocks.find(has)?.block_id ?? "", action_id: one.action_id };
}

function reactions(message, scene) {
  if (!message.reactions?.length) return null;
  const name = (id) => scene.slack.members.find((one) => one.id === id)?.real_name ?? scene.slack.bot.name;
  const one = ({ name: emoji, users }) =>
    h(
      "button",
      {
        key: emoji,
        type: "button",
        class: "reaction",
        "data-testid": `reaction-${emoji}`,
        "aria-pressed": String(users.includes(scene.member.id)),
        "aria-label": `${emoji.replaceAll("_", " ")}, by ${users.map(name).join(", ")}`,
        title: `${users.map(name).join(", ")} reacted with :${emoji}:`,
        onclick: () => react(message, scene, emoji),
      },
      h("span", null, emojiSign(emoji, scene.slack)),
      String(users.length),
    );
  return h("div", { class: "reactions" }, message.reactions.map(one));
}

function react(message, scene, name) {
  show({ open: null });
  return attempt("slack.reacts", { member: scene.member.id, channel: message.channel, ts: message.ts, name });
}

function threadLink(message, scene) {
  if (scene.inThread || !message.reply_count) return null;
  const replies = scene.channel.messages.filter((one) => one.in_thread && one.thread_ts === message.ts);
  const others = replies.filter((one) => one.user !== scene.member.id).map((one) => one.ts);
  const news = unread(`${scene.member.id}/${message.ts}`, others);
  const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return h(
    "button",
    { type: "button", class: "thread-link", "data-testid": "thread-link", onclick: () => openThread(message) },
    words,
    news > 0 && h("span", { class: "count" }, `${news} new`),
    h("span", { class: "faint" }, `last reply ${ago(ofTs(message.latest_reply))}`),
  );
}

export function openThread(message) {
  show({ thread: { channel: message.channel, ts: message.thread_ts ?? message.ts }, open: null });
}

function toolbar(message, scene) {
  const spot = `${scene.inThread ? "t" : "c"}-${message.ts}`;
  const opened = ui.open === `react-${spot}` || ui.open === `more-${spot}`;
  return h(
    "div",
    { class: `toolbar${opened ? " held" : ""}`, role: "toolbar", "aria-label": "Message" },
    popover(`react-${spot}`, { class: "quiet", "aria-label": "React", title: "React" }, icon("smile"), () =>
      h("div", { class: "emoji-picker" }, QUICK.map((name) => quick(name, message, scene))),
    ),
    !scene.inThread &&
      h(
        "button",
        {
          class: "quiet",
          type: "button",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: () => openThread(message),
        },
        icon("thread"),
      ),
    popover(`more-${spot}`, { class: "quiet", "aria-label": "More about this message", title: "More" }, icon("more"), () =>
      h("div", { class: "menu", onkeydown: walk }, moreAbout(message, scene)),
    ),
  );
}

function quick(name, message, scene) {
  const label = name.replaceAll("_", " ");
  return h("button", { type: "button", "aria-label": label, title: label, onclick: () => react(message, scene, name) }, emojiSign(name, scene.slack));
}

function moreAbout(message, scene) {
  const place = { member: scene.member.id, channel: message.channel, ts: message.ts };
  const item = (words, go, kind = "") => h("button", { type: "button", class: kind, onclick: go }, words);
  const then = (name, given) => () => attempt(name, { ...place, ...given }).then(() => show({ open: null }));
  const edit = () => {
    ui.drafts.set(`slack-edit-${message.ts}`, typedAs(message));
    show({ editing: { where: "slack", id: message.ts }, open: null });
  };
  const own = message.user === scene.member.id;
  const shortcuts = scene.shortcuts.map((callback) => item(worded(callback), then("slack.shortcut", { callback })));
  const items = [...shortcuts, own && item("Edit message", edit), own && item("Delete message", then("slack.deletes"), "danger")];
  return items.some(Boolean) ? items : h("p", { class: "faint" }, "Only its author can change this message.");
}

/** A shortcut as people read it: `reply_to_customer` is "Reply to customer". */
function worded(callback) {
  const words = callback.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}

/** What its author would have typed: mrkdwn without what Slack escaped. */
function typedAs(message) {
  return unescaped((message.text ?? "").replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1"));
}

function editBox(message, scene) {
  const cancel = () => show({ editing: null });
  const send = async (text) => {
    const sent = await attempt("slack.edits", { member: scene.member.id, channel: message.channel, ts: message.ts, text });
    if (sent) cancel();
    return sent;
  };
  return box({ name: `slack-edit-${message.ts}`, label: "Edit message", placeholder: "Message", testid: "slack-edit", send, cancel, focus: true });
}

function dismissal(message) {
  const go = () => {
    ui.hidden.add(message.ts);
    show({});
  };
  return h("button", { class: "quiet dismiss", type: "button", "aria-label": "Dismiss", title: "Dismiss", onclick: go }, icon("close"));
}

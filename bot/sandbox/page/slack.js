// The right side: the Slack workspace as the member we are sees it.

import { blocks } from "./blocks.js";
import { box } from "./box.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { live } from "./live.js";
import { slackMessage, timeline } from "./messages.js";
import { confirmation, modal, viewSpot } from "./modal.js";
import { attempt, read, show, ui, unread } from "./ui.js";

export function workspace() {
  const { slack, app } = live.state;
  const member = slack.members.find((one) => one.id === ui.member) ?? slack.members[0];
  const covered = member.modals.length > 0 || Boolean(ui.confirm);
  return h(
    "section",
    { class: `workspace${ui.thread ? " with-thread" : ""}`, "aria-label": "Slack", "data-testid": "slack", onclick: followed },
    h("div", { class: "workspace-inner", inert: covered }, sidebar(slack, member), middle(slack, member, app), threadPanel(slack, member, app)),
    modal(member, slack),
    confirmation(slack),
  );
}

const PERMALINK = /\/archives\/(?<channel>\w+)\/p(?<ts>\d{10})(?<micro>\d{6})(?:\?.*thread_ts=(?<root>[\d.]+))?/;

/** A link to a message of this workspace opens it here. */
function followed(event) {
  const link = event.target.closest("a[href]");
  const found = link?.hostname.endsWith(".slack.com") && PERMALINK.exec(link.href)?.groups;
  if (!found) return;
  event.preventDefault();
  show({ place: found.channel, thread: { channel: found.channel, ts: found.root ?? `${found.ts}.${found.micro}` } });
}

/** The channels a member may read, in the order they were made. */
export function readable(slack, member) {
  const home = !member.guest && !member.stranger;
  return slack.channels.filter(
    (channel) => channel.kind !== "im" && (channel.members.includes(member.id) || (home && channel.kind === "channel")),
  );
}

function sidebar(slack, member) {
  return h(
    "nav",
    { class: "sidebar", "aria-label": "Slack" },
    h("p", { class: "workspace-name" }, live.state.name),
    actingAs(slack, member),
    h(
      "div",
      { class: "places" },
      place("home", "Home", icon("home"), 0, () => openHome(member)),
      h("p", { class: "places-head" }, "Channels"),
      readable(slack, member).map((channel) => channelLink(channel, member)),
    ),
  );
}

function actingAs(slack, member) {
  const change = (event) => become(slack, slack.members.find((one) => one.id === event.currentTarget.value));
  return h(
    "label",
    { class: "acting" },
    avatar(member.real_name),
    h("span", { class: "acting-label" }, "You are"),
    h(
      "select",
      { value: member.id, onchange: change, "data-testid": "acting-as", "aria-label": "Acting as" },
      slack.members.map((one) => h("option", { value: one.id }, `${one.real_name} · ${roleOf(one, slack)}`)),
    ),
  );
}

function roleOf(member, slack) {
  if (member.guest) return "guest";
  if (member.stranger) return "another company";
  const groups = slack.groups.filter((one) => one.users.includes(member.id));
  return groups.length === 1 ? groups[0].handle.replace(/-agents$/, "") : "supervisor";
}

/** Be somebody else, in the same place if they may see it. */
export function become(slack, member) {
  const there = readable(slack, member).map((channel) => channel.id);
  const home = ui.place === "home";
  const stays = home || there.includes(ui.place);
  const thread = ui.thread && there.includes(ui.thread.channel) ? ui.thread : null;
  show({ member: member.id, place: stays ? ui.place : there[0], thread, errors: {}, editing: null });
  if (home) openHome(member);
}

function openHome(member) {
  show({ place: "home", thread: null });
  attempt("slack.opens_home", { member: member.id }, "home");
}

function place(id, words, sign, news, go) {
  const shown = ui.place === id;
  return h(
    "button",
    {
      key: `place-${id}`,
      type: "button",
      class: `place${news ? " news" : ""}`,
      "aria-current": shown ? "page" : null,
      "aria-label": news ? `${words}, ${news} unread` : words,
      "data-testid": `place-${words}`,
      onclick: go,
    },
    sign,
    h("span", { class: "name" }, words),
    news > 0 && h("span", { class: "count", "aria-hidden": "true" }, String(news)),
  );
}

function channelLink(channel, member) {
  const stamps = inChannel(channel)
    .filter((message) => message.user !== member.id)
    .map((message) => message.ts);
  const key = `${member.id}/${channel.id}`;
  if (ui.place === channel.id && !document.hidden) read(key, stamps);
  const go = () => show({ place: channel.id, thread: null, open: null });
  return place(channel.id, channel.name, h("span", { class: "hash", "aria-hidden": "true" }, "#"), unread(key, stamps), go);
}

export function inChannel(channel) {
  return channel.messages.filter((message) => !message.in_thread || message.subtype === "thread_broadcast");
}

function middle(slack, member, app) {
  if (ui.place === "home") return homeTab(slack, member);
  const channel = slack.channels.find((one) => one.id === ui.place);
  if (!channel) return h("div", { class: "middle" });
  const scene = { slack, member, channel, inThread: false, shortcuts: app.shortcuts };
  const messages = [...inChannel(channel), ...whispers(member, channel.id, null)].sort(byTs);
  return h(
    "div",
    { class: "middle", key: `channel-${channel.id}` },
    h("header", { class: "pane-head" }, h("h2", null, `#${channel.name}`), h("span", { class: "faint" }, `${channel.members.length} members`)),
    h(
      "div",
      { class: "messages", "data-stick": "", role: "log", "aria-label": `Messages in #${channel.name}`, tabindex: "0", "data-testid": "channel" },
      h("div", { class: "push" }),
      messages.length ? timeline(messages, scene) : quietChannel(channel),
    ),
    composer(member, channel, null, app),
  );
}

const byTs = (a, b) => (a.ts < b.ts ? -1 : 1);

function whispers(member, channel, thread) {
  return member.whispers.filter(
    (one) => one.channel === channel && (one.thread_ts ?? null) === thread && !ui.hidden.has(one.ts),
  );
}

const QUIET = {
  supervisors: "What needs a supervisor is told here.",
  operators: "When the desk itself needs a hand, it says so here.",
};

function quietChannel(channel) {
  const words = QUIET[channel.name] ?? "Be a customer: write on a phone on the left, and the ticket’s card appears here.";
  return h("div", { class: "empty", key: "empty" }, h("p", null, h("strong", null, `#${channel.name} is quiet.`)), h("p", null, words));
}

function composer(member, channel, thread, app) {
  if (!channel.members.includes(member.id)) {
    return h("p", { class: "cannot" }, `${member.real_name} is not a member of #${channel.name} and can only read.`);
  }
  const send = (text) => attempt("slack.says", { member: member.id, channel: channel.id, text, thread });
  const commands = app.commands.length ? `, or ${app.commands.join(", ")}` : "";
  return box({
    name: `slack-${member.id}-${channel.id}-${thread}`,
    label: thread ? `Reply in thread as ${member.real_name}` : `Message #${channel.name} as ${member.real_name}`,
    placeholder: thread ? "Reply…" : `Message #${channel.name}${commands}`,
    testid: thread ? "thread-box" : "channel-box",
    send,
  });
}

function homeTab(slack, member) {
  const { home } = member;
  const loading = ui.busy.has("home");
  return h(
    "div",
    { class: "middle", key: `home-${member.id}` },
    h("header", { class: "pane-head" }, h("h2", null, "Home"), h("span", { class: "faint" }, `as ${member.real_name} sees it`)),
    h(
      "div",
      { class: "messages home", tabindex: "0", "data-testid": "home" },
      home
        ? blocks(home.blocks, viewSpot(home, "home", member, slack))
        : h("div", { class: "empty" }, h("p", null, loading ? "One moment…" : "The desk has not put anything here yet.")),
    ),
  );
}

function threadPanel(slack, member, app) {
  const channel = ui.thread && slack.channels.find((one) => one.id === ui.thread.channel);
  const root = channel?.messages.find((one) => one.ts === ui.thread.ts);
  if (!root) return null;
  const replies = channel.messages.filter((one) => one.in_thread && one.thread_ts === root.ts);
  read(`${member.id}/${root.ts}`, replies.filter((one) => one.user !== member.id).map((one) => one.ts));
  const scene = { slack, member, channel, inThread: true, shortcuts: app.shortcuts };
  const close = () => show({ thread: null, open: null });
  return h(
    "aside",
    { class: "thread", key: `thread-${root.ts}`, "aria-label": "Thread", "data-testid": "thread" },
    h(
      "header",
      { class: "pane-head" },
      h("button", { class: "quiet back", type: "button", "aria-label": "Back to the channel", onclick: close }, icon("back")),
      h("h2", null, "Thread"),
      h("span", { class: "faint" }, `#${channel.name}`),
      h("button", { class: "quiet close", type: "button", "aria-label": "Close thread", title: "Close", onclick: close }, icon("close")),
    ),
    h(
      "div",
      { class: "messages", "data-stick": "", role: "log", "aria-label": "Thread", tabindex: "0" },
      slackMessage(root, scene),
      h("p", { class: "replies" }, h("span", null, replies.length === 1 ? "1 reply" : `${replies.length} replies`)),
      timeline([...replies, ...whispers(member, channel.id, root.ts)].sort(byTs), scene),
    ),
    composer(member, channel, root.ts, app),
  );
}

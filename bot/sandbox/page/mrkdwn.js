// Slack's mrkdwn as nodes, and the small things rich text has in common with it.

import { h } from "./dom.js";
import { link } from "./entities.js";
import { formatted } from "./times.js";

const INLINE =
  /<(?<angle>[^<>\n]+)>|(?<!\w)(?<mark>[*_~`])(?=\S)(?<inner>.+?)(?<=\S)\k<mark>(?!\w)|:(?<emoji>[a-z0-9+_'-]+(?:::skin-tone-[2-6])?):/g;
const BLOCKS = /```(?<pre>[\s\S]+?)```\n?|(?<quote>(?:^(?:&gt;|>) ?[^\n]*(?:\n|$))+)/gm;
const TAGS = { "*": "strong", _: "em", "~": "s" };

export function mrkdwn(text, slack) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(BLOCKS)) {
    nodes.push(...inline(text.slice(at, match.index), slack));
    const { pre, quote } = match.groups;
    if (pre) nodes.push(h("pre", null, unescaped(pre.replace(/^\n|\n$/g, ""))));
    else nodes.push(h("blockquote", null, inline(quote.replace(/^(?:&gt;|>) ?/gm, "").trimEnd(), slack)));
    at = match.index + match[0].length;
  }
  return [...nodes, ...inline(text.slice(at), slack)];
}

function inline(text, slack) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescaped(text.slice(at, match.index)), marked(match, slack));
    at = match.index + match[0].length;
  }
  return [...nodes, unescaped(text.slice(at))];
}

function marked(match, slack) {
  const { angle, mark, inner, emoji } = match.groups;
  if (angle) return angled(angle, slack);
  if (emoji) return emojiSign(emoji, slack);
  if (mark === "`") return h("code", null, unescaped(inner));
  return h(TAGS[mark], null, inline(inner, slack));
}

function angled(inside, slack) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return userName(target.slice(1), slack);
  if (target.startsWith("#")) return channelName(target.slice(1), slack, label);
  if (target.startsWith("!subteam^")) return groupName(target.slice(9), slack);
  if (target.startsWith("!date^")) return dated(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  return link(unescaped(target), label ? unescaped(label) : unescaped(target));
}

function dated(target, fallback) {
  const [, seconds, format, url] = target.split("^");
  const shown = Number.isFinite(Number(seconds)) ? formatted(Number(seconds), unescaped(format)) : unescaped(fallback);
  const node = h("time", { title: unescaped(fallback) }, shown);
  return url ? link(unescaped(url), node) : node;
}

export function userName(id, slack) {
  const known = [...slack.members, { ...slack.bot, real_name: slack.bot.name }].find((one) => one.id === id);
  return h("span", { class: "mention" }, `@${known?.real_name ?? id}`);
}

export function channelName(id, slack, label = "") {
  const known = slack.channels.find((one) => one.id === id);
  return h("span", { class: "mention" }, `#${known?.name ?? (label || id)}`);
}

export function groupName(id, slack) {
  const known = slack.groups.find((one) => one.id === id);
  return h("span", { class: "mention" }, `@${known?.handle ?? id}`);
}

/** The character of an emoji's name, or the name between colons. */
export function emojiSign(name, slack) {
  return slack.emoji[name.split("::")[0]] ?? `:${name}:`;
}

export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A text object: plain_text or mrkdwn. */
export function textOf(object, slack) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, slack);
  return [object.emoji === false ? object.text : withEmoji(object.text, slack)];
}

/** Plain text in which :names: of emoji become their characters. */
export function withEmoji(text, slack) {
  return text.replace(/:([a-z0-9+_'-]+):/g, (whole, name) => slack.emoji[name] ?? whole);
}

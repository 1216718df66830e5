// A Telegram text with its entities as nodes. Offsets count UTF-16 units, as JavaScript's do.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** `sendCommand` is called with a command that was clicked. */
export function entitled(text, entities, sendCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inside(text, sorted, 0, text.length, sendCommand);
}

function inside(text, entities, start, end, sendCommand) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    const nested = others.filter((one) => one.offset < stop);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const kids = inside(text, nested, entity.offset, stop, sendCommand);
    nodes.push(one(entity, text.slice(entity.offset, stop), kids, sendCommand));
    at = stop;
    rest = others.filter((each) => each.offset >= stop);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function one(entity, words, kids, sendCommand) {
  if (entity.type === "bot_command" && sendCommand) {
    return h("button", { class: "command", type: "button", onclick: () => sendCommand(words) }, words);
  }
  if (entity.type === "spoiler") return h("span", { class: "spoiler", tabindex: "0" }, kids);
  if (entity.type === "text_link") return link(entity.url, kids);
  if (entity.type === "url") return link(words.includes("://") ? words : `https://${words}`, kids);
  if (entity.type === "email") return link(`mailto:${words}`, kids);
  if (entity.type === "date_time") return h("time", { title: new Date(entity.unix_time * 1000).toLocaleString() }, kids);
  return TAGS[entity.type] ? h(TAGS[entity.type], null, kids) : h("span", { class: "mention" }, kids);
}

const SAFE = /^(https?:|mailto:)/i;

/** A link that leads nowhere dangerous; others are only words. */
export function link(url, kids) {
  if (!SAFE.test(url)) return h("span", null, kids);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, kids);
}

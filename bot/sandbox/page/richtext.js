// A rich_text block as nodes.

import { h } from "./dom.js";
import { link } from "./entities.js";
import { channelName, emojiSign, groupName, userName } from "./mrkdwn.js";
import { formatted } from "./times.js";

const WRAPPERS = [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["code", "code"]];

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => link(leaf.url, leaf.text ?? leaf.url),
  user: (leaf, slack) => userName(leaf.user_id, slack),
  usergroup: (leaf, slack) => groupName(leaf.usergroup_id, slack),
  channel: (leaf, slack) => channelName(leaf.channel_id, slack),
  broadcast: (leaf) => h("span", { class: "mention loud" }, `@${leaf.range}`),
  emoji: (leaf, slack) => emojiSign(leaf.name, slack),
  date: (leaf) => h("time", { title: leaf.fallback }, formatted(leaf.timestamp, leaf.format)),
  color: (leaf) => h("code", null, leaf.value),
};

const PARTS = {
  rich_text_section: (part, slack) => h("p", null, leaves(part, slack)),
  rich_text_preformatted: (part, slack) => h("pre", null, leaves(part, slack)),
  rich_text_quote: (part, slack) => h("blockquote", null, leaves(part, slack)),
  rich_text_list: (part, slack) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `indent-${part.indent ?? 0}`, start: part.offset ? String(part.offset + 1) : null },
      part.elements.map((item) => h("li", null, leaves(item, slack))),
    ),
};

export function richText(block, slack) {
  return h("div", { class: "rich" }, block.elements.map((part) => PARTS[part.type]?.(part, slack)));
}

function leaves(part, slack) {
  return part.elements.map((leaf) => styled(leaf.style ?? {}, LEAVES[leaf.type]?.(leaf, slack)));
}

function styled(style, node) {
  return WRAPPERS.filter(([name]) => style[name]).reduceRight((inner, [, tag]) => h(tag, null, inner), node);
}

// Block Kit's blocks as nodes. Nothing is fetched: an image is its words.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** `spot` is as in elements.js, without what belongs to one block. `errors` are by the labels of inputs. */
export function blocks(list, spot, errors = {}) {
  return h(
    "div",
    { class: "blocks" },
    list.map((block, index) => {
      const draw = DRAWN[block.type] ?? unknown;
      return h("div", { key: block.block_id ?? index, class: `block ${block.type}` }, draw(block, { ...spot, block }, errors));
    }),
  );
}

function section(block, spot) {
  const words = h(
    "div",
    { class: "section-words" },
    block.text && h("div", null, textOf(block.text, spot.slack)),
    block.fields && h("div", { class: "fields" }, block.fields.map((one) => h("div", null, textOf(one, spot.slack)))),
  );
  return [words, block.accessory && h("div", { class: "accessory" }, element(block.accessory, spot))];
}

function context(block, spot) {
  return block.elements.map((one) =>
    one.type === "image" ? element(one, spot) : h("span", null, textOf(one, spot.slack)),
  );
}

function input(block, spot, errors) {
  const id = `${spot.name}-${block.block_id}`;
  const label = block.label.text;
  const error = errors[label];
  const below = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || null;
  const inner = { ...spot, input: true, id, error, describedby: below, labelledby: `${id}-label` };
  const optional = block.optional && h("span", { class: "faint" }, " (optional)");
  return [
    h("label", { class: "label", id: `${id}-label`, for: id }, textOf(block.label, spot.slack), optional),
    element(block.element, inner),
    error && h("p", { class: "field-error", id: `${id}-error`, role: "alert" }, error),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, textOf(block.hint, spot.slack)),
  ];
}

function table(block, spot) {
  const cell = (one) => (one.type === "rich_text" ? richText(one, spot.slack) : String(one.text ?? one.value));
  const [head, ...rows] = block.rows;
  return h(
    "table",
    null,
    h("thead", null, h("tr", null, head.map((one) => h("th", { scope: "col" }, cell(one))))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((one) => h("td", null, cell(one)))))),
  );
}

const picture = (block) => h("span", { class: "picture" }, block.title?.text ?? block.alt_text);
const unknown = (block) => h("em", { class: "faint" }, `(a ${block.type.replaceAll("_", " ")}: not drawn in this sandbox)`);

const DRAWN = {
  section,
  context,
  input,
  table,
  header: (block, spot) => h("h3", null, textOf(block.text, spot.slack)),
  divider: () => h("hr", null),
  actions: (block, spot) => block.elements.map((one) => element(one, spot)),
  rich_text: (block, spot) => richText(block, spot.slack),
  markdown: (block) => h("div", { class: "plain" }, block.text),
  alert: (block, spot) => h("div", { class: `alert ${block.level ?? "default"}` }, textOf(block.text, spot.slack)),
  image: picture,
};

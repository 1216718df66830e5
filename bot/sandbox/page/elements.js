// Block Kit's interactive elements: on messages and the Home they act at once, in inputs they are entered.
//
// `spot` says where an element stands: its `block`, the `view` if it is on one, `use(wanted)` to act with it,
// and `input` if it is a field whose value goes with the submission.

import { h } from "./dom.js";
import { enter, entered, LISTS } from "./fields.js";
import { icon } from "./icons.js";
import { textOf, withEmoji } from "./mrkdwn.js";
import { popover, walk } from "./popover.js";
import { show, ui } from "./ui.js";

export function element(one, spot) {
  const draw = DRAWN[one.type];
  return draw ? draw(one, spot) : h("em", { class: "faint" }, `(${one.type.replaceAll("_", " ")}: not in this sandbox)`);
}

const busyName = (one, spot) => `${spot.name}/${spot.block.block_id}/${one.action_id}`;

/** Act, after the person confirmed if the element asks for that. */
function act(one, spot, wanted) {
  const go = () => spot.use(one, wanted, busyName(one, spot));
  if (one.confirm) show({ open: null, confirm: { ...one.confirm, go } });
  else go();
}

function button(one, spot) {
  const look = { type: "button", class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label };
  const busy = ui.busy.has(busyName(one, spot));
  const words = withEmoji(one.text.text, spot.slack);
  if (one.url && /^https?:/i.test(one.url)) {
    const leads = { href: one.url, target: "_blank", rel: "noopener noreferrer", onclick: () => act(one, spot) };
    return h("a", { ...look, type: null, ...leads }, words);
  }
  return h("button", { ...look, "aria-busy": String(busy), onclick: () => act(one, spot) }, words);
}

function overflow(one, spot) {
  const choose = (option) => () => {
    show({ open: null });
    act(one, spot, option.value);
  };
  const look = { class: "button dots", "aria-label": "More actions", title: "More actions" };
  return popover(busyName(one, spot), look, icon("more"), () =>
    h(
      "div",
      { class: "menu", onkeydown: walk },
      one.options.map((option) => h("button", { type: "button", onclick: choose(option) }, described(option, spot))),
    ),
  );
}

function described(option, spot) {
  return [
    h("span", null, textOf(option.text, spot.slack)),
    option.description && h("small", null, textOf(option.description, spot.slack)),
  ];
}

/** What an element now holds, and how to change it. */
function held(one, spot) {
  const value = spot.view ? entered(spot.view, spot.block, one) : first(one);
  const change = (next) => {
    if (spot.view) enter(spot.view, spot.block, one, next);
    if (!spot.input || spot.block.dispatch_action) act(one, spot, next);
    else show({});
  };
  return { value, change };
}

function first(one) {
  return one.initial_option?.value ?? one.initial_options?.map((option) => option.value) ?? one.initial_user ?? null;
}

const PEOPLE = new Set(["users_select", "multi_users_select"]);

function choices(one, spot) {
  const { members, channels } = spot.slack;
  if (PEOPLE.has(one.type)) return members.map((member) => [member.id, member.real_name]);
  const named = channels.filter((channel) => channel.kind !== "im").map((channel) => [channel.id, `#${channel.name}`]);
  return one.type === "conversations_select" ? [...named, ...members.map((each) => [each.id, each.real_name])] : named;
}

function select(one, spot) {
  const { value, change } = held(one, spot);
  const chosen = (event) => change(event.currentTarget.value || null);
  const label = one.placeholder?.text ?? "Choose…";
  const named = spot.input ? { id: spot.id, "aria-describedby": spot.describedby, "aria-invalid": spot.error ? "true" : null } : { "aria-label": label };
  return h(
    "select",
    { ...named, class: "select", value: value ?? "", onchange: chosen },
    h("option", { value: "" }, label),
    options(one, spot),
  );
}

function options(one, spot) {
  const option = ({ text, value }) => h("option", { value }, withEmoji(text.text, spot.slack));
  if (one.option_groups) {
    return one.option_groups.map((group) => h("optgroup", { label: group.label.text }, group.options.map(option)));
  }
  if (one.options) return one.options.map(option);
  return choices(one, spot).map(([id, words]) => h("option", { value: id }, words));
}

function ticks(one, spot) {
  const { value, change } = held(one, spot);
  const many = LISTS.has(one.type);
  const grouped = one.option_groups?.flatMap((group) => group.options);
  const all = one.options ?? grouped ?? choices(one, spot).map(([id, text]) => ({ value: id, text: { type: "plain_text", text } }));
  const chosen = (option) => () => {
    if (!many) change(option.value);
    else change(value.includes(option.value) ? value.filter((each) => each !== option.value) : [...value, option.value]);
  };
  return h(
    "div",
    { class: "ticks", role: many ? "group" : "radiogroup", "aria-labelledby": spot.labelledby },
    all.map((option) =>
      h(
        "label",
        { key: option.value },
        h("input", {
          type: many ? "checkbox" : "radio",
          name: `${spot.name}-${one.action_id}`,
          checked: many ? value.includes(option.value) : value === option.value,
          onchange: chosen(option),
        }),
        h("span", null, described(option, spot)),
      ),
    ),
  );
}

const TYPES = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
};

function field(one, spot) {
  const { value, change } = held(one, spot);
  const long = one.multiline || one.type === "rich_text_input";
  const look = {
    id: spot.id,
    class: "field",
    placeholder: one.placeholder?.text,
    maxlength: one.max_length,
    "aria-label": spot.input ? null : (one.placeholder?.text ?? "Value"),
    "aria-describedby": spot.describedby,
    "aria-invalid": spot.error ? "true" : null,
    autocomplete: "off",
    "data-first": one.focus_on_load ? "" : null,
    value: value ?? "",
    oninput: spot.input ? (event) => enter(spot.view, spot.block, one, event.currentTarget.value) : null,
    onchange: spot.input && !spot.block.dispatch_action ? null : (event) => change(event.currentTarget.value),
  };
  if (long) return h("textarea", { ...look, rows: "4", onkeydown: submitsWithEnter });
  return h("input", { ...look, type: TYPES[one.type] ?? "text" });
}

/** In a field of many lines Enter makes a line; with Ctrl or Command it submits, as in Slack. */
function submitsWithEnter(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
}

const DAY_AND_TIME = 16; // characters of 2026-01-31T09:30

function moment(one, spot) {
  const { value, change } = held(one, spot);
  const local = value ? new Date(value * 1000 - new Date(value * 1000).getTimezoneOffset() * 60000) : null;
  const changed = (event) => change(event.currentTarget.value ? Date.parse(event.currentTarget.value) / 1000 : null);
  const shown = local ? local.toISOString().slice(0, DAY_AND_TIME) : "";
  return h("input", { id: spot.id, class: "field", type: "datetime-local", value: shown, onchange: changed });
}

const DRAWN = {
  button,
  overflow,
  static_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: ticks,
  multi_users_select: ticks,
  checkboxes: ticks,
  radio_buttons: ticks,
  plain_text_input: field,
  rich_text_input: field,
  email_text_input: field,
  url_text_input: field,
  number_input: field,
  datepicker: field,
  timepicker: field,
  datetimepicker: moment,
  image: (one) => h("span", { class: "picture small", title: one.alt_text }, one.alt_text),
};

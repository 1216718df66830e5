// What is entered in a view, from the state Slack keeps of it and what this browser has not sent yet.

import { ui } from "./ui.js";

const KEPT = {
  static_select: (value) => value.selected_option?.value,
  radio_buttons: (value) => value.selected_option?.value,
  multi_static_select: (value) => value.selected_options?.map((option) => option.value),
  checkboxes: (value) => value.selected_options?.map((option) => option.value),
  users_select: (value) => value.selected_user,
  multi_users_select: (value) => value.selected_users,
  conversations_select: (value) => value.selected_conversation,
  channels_select: (value) => value.selected_channel,
  datepicker: (value) => value.selected_date,
  timepicker: (value) => value.selected_time,
  datetimepicker: (value) => value.selected_date_time,
  rich_text_input: (value) => plain(value.rich_text_value),
};

export const LISTS = new Set(["multi_static_select", "checkboxes", "multi_users_select"]);

function plain(block) {
  return block?.elements.map((part) => part.elements.map((leaf) => leaf.text ?? "").join("")).join("\n");
}

const name = (view, block, element) => `${view.id}/${block.block_id}/${element.action_id}`;

export function entered(view, block, element) {
  const kept = name(view, block, element);
  if (ui.fields.has(kept)) return ui.fields.get(kept);
  const value = view.state.values[block.block_id]?.[element.action_id];
  const empty = LISTS.has(element.type) ? [] : null;
  return (value && (KEPT[element.type] ?? ((one) => one.value))(value)) ?? empty;
}

export function enter(view, block, element, value) {
  ui.fields.set(name(view, block, element), value);
}

/** All that is entered in the inputs of a view, by block and action. */
export function values(view) {
  const inputs = view.blocks.filter((block) => block.type === "input" && block.element.type !== "file_input");
  return Object.fromEntries(
    inputs.map((block) => [
      block.block_id,
      { [block.element.action_id]: blankless(entered(view, block, block.element)) },
    ]),
  );
}

const blankless = (value) => (value === "" ? null : value);

export function forget(view) {
  for (const kept of ui.fields.keys()) if (kept.startsWith(`${view.id}/`)) ui.fields.delete(kept);
}

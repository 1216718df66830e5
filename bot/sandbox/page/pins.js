// What is pinned above a chat: the newest one, in its first two lines.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `messages` are those that are shown; a press scrolls to the one that is pinned. */
export function pinned(person, messages) {
  const held = messages.filter((message) => person.pinned.includes(message.id));
  const newest = held.at(-1);
  if (!newest) return null;
  const count = held.length > 1 ? ` (${held.length})` : "";
  const [first, ...rest] = newest.text.split("\n").filter(Boolean);
  const look = () => document.querySelector(`[data-testid="bubble-${newest.id}"]`)?.scrollIntoView({ block: "center" });
  return h(
    "button",
    { type: "button", class: "pinned", key: "pinned", onclick: look, "aria-label": `Pinned message${count}`, "data-testid": "phone-pinned" },
    icon("pin"),
    h("span", { class: "words" }, h("strong", null, first), h("span", null, rest[0] ?? "")),
  );
}

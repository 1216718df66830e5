// What a message on a phone says of words that were said before.

import { h } from "./dom.js";

/** Whose words it passes on, and the message that it answers or the part of it that was marked. */
export function cited(message, chat) {
  const answered = chat.find((one) => one.id === message.reply_to);
  const said = answered && !answered.deleted ? message.quote || answered.text || answered.file : "Deleted message";
  return [
    message.forwarded_from && h("div", { class: "forwarded" }, "Forwarded from ", h("strong", null, message.forwarded_from)),
    answered && h("div", { class: "quoted" }, said),
  ];
}

/** The part of a message that is marked on the page, which phones take along into a reply. */
export function markedIn(message) {
  const part = String(document.getSelection()).trim();
  return part && part !== message.text && message.text.includes(part) ? part : null;
}

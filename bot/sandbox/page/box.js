// The box people type into, on the phone and in Slack: Enter sends, Shift+Enter makes a line.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { ui } from "./ui.js";

/** `name` keeps the draft; `send` gets the text and says whether it went, so that the draft may go. */
export function box({ name, label, placeholder, send, testid, before = null, cancel = null, focus = false }) {
  const submit = async (area) => {
    const text = area.value;
    if (!text.trim() || ui.busy.has(name)) return;
    ui.drafts.delete(name);
    area.value = "";
    if (!(await send(text)) && !area.value) {
      ui.drafts.set(name, text);
      area.value = text;
    }
  };
  const pressed = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit(event.currentTarget);
    } else if (event.key === "Escape" && cancel) {
      event.stopPropagation();
      cancel();
    }
  };
  const submitted = (event) => {
    event.preventDefault();
    submit(event.currentTarget.querySelector("textarea"));
  };
  return h(
    "form",
    { class: "box", key: `box-${name}`, onsubmit: submitted },
    before,
    h("textarea", {
      rows: "1",
      placeholder,
      "aria-label": label,
      "data-testid": testid,
      autocomplete: "off",
      value: ui.drafts.get(name) ?? "",
      oninput: (event) => ui.drafts.set(name, event.currentTarget.value),
      onkeydown: pressed,
      made: (node) => focus && node.focus(),
    }),
    h("button", { class: "send", type: "submit", "aria-label": "Send", title: "Send (Enter)" }, icon("send")),
  );
}

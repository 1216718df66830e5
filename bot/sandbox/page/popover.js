// A button with a panel that opens beside it. One is open at a time; Escape and a click elsewhere close it.

import { h } from "./dom.js";
import { show, ui } from "./ui.js";

const GAP = 6; // pixels
const FOCUSABLE = "button:not(:disabled), input, select, textarea, a[href]";

/** `content` is called when the panel is open. `look` are more properties of the button. */
export function popover(name, look, face, content) {
  const open = ui.open === name;
  const toggle = () => show({ open: open ? null : name });
  return h(
    "span",
    { class: "popover", key: `popover-${name}` },
    h("button", { type: "button", ...look, "aria-expanded": String(open), "data-opens": name, onclick: toggle }, face),
    open && h("div", { class: "panel", made: opened }, content()),
  );
}

function opened(panel) {
  place(panel);
  (panel.querySelector("[autofocus]") ?? panel.querySelector(FOCUSABLE))?.focus();
}

function place(panel) {
  const button = panel.parentNode.firstChild.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = button.bottom + GAP;
  const top = below + height > innerHeight - GAP ? Math.max(GAP, button.top - height - GAP) : below;
  const left = Math.max(GAP, Math.min(button.left, innerWidth - width - GAP));
  panel.style.setProperty("top", `${top}px`);
  panel.style.setProperty("left", `${left}px`);
}

/** Keep an open panel beside its button, whatever moved. */
export function placed() {
  const panel = document.querySelector(".panel");
  if (panel) place(panel);
}

/** Close what is open; with `back`, the focus returns to its button. Whether anything was open. */
export function closed(back) {
  if (!ui.open) return false;
  const button = document.querySelector(`[data-opens="${CSS.escape(ui.open)}"]`);
  show({ open: null });
  if (back) button?.focus();
  return true;
}

export function listen() {
  document.addEventListener("pointerdown", (event) => {
    if (ui.open && !event.target.closest(".popover")) closed(false);
  });
  document.addEventListener("scroll", placed, true);
  addEventListener("resize", placed);
}

/** The up and down arrows walk through the buttons of a menu. */
export function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const items = [...event.currentTarget.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
  event.preventDefault();
}

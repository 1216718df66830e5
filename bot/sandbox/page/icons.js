// Line icons, drawn here so that nothing is fetched.

import { h } from "./dom.js";

const PATHS = {
  send: "M4 12l16-8-6 16-2.5-6.5L4 12z",
  reply: "M9 7L4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  menu: "M5 7h14M5 12h14M5 17h14",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4v-9z",
  thread: "M5 5h14v10h-8l-4 4v-4H5V5z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14a4.2 4.2 0 0 0 7 0M9 9.5v.5M15 9.5v.5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6l1-7z",
  play: "M8 5l11 7-11 7V5z",
  pause: "M8 5v14M16 5v14",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3-1-6zM12 15v6",
  back: "M14 6l-6 6 6 6",
  next: "M10 6l6 6-6 6",
  file: "M7 3h7l4 4v14H7V3zM14 3v4h4",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  slack: "M5 9h14M5 15h14M10 4L8 20M16 4l-2 16",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
};

export function icon(name) {
  return h("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: PATHS[name] }));
}

/** A round or square picture of somebody: initials on a colour that is always theirs. */
export function avatar(name, kind = "") {
  const hue = [...name].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 360, 7);
  const initial = [...name.trim()][0] ?? "?";
  return h(
    "span",
    { key: `avatar-${name}`, class: `avatar ${kind}`, "aria-hidden": "true", made: (node) => node.style.setProperty("--hue", hue) },
    initial.toUpperCase(),
  );
}

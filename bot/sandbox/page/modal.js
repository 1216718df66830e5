// The form an app opened for the member we are, and the question asked before something is done.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { forget, values } from "./fields.js";
import { icon } from "./icons.js";
import { textOf } from "./mrkdwn.js";
import { attempt, show, ui } from "./ui.js";

const DRAWN = 60; // milliseconds after which a change is surely drawn

/** How the elements of a view act: with all that is entered so far. */
export function viewSpot(view, place, member, slack) {
  const use = (one, wanted, busy) => {
    const block = view.blocks.find((each) => [...(each.elements ?? []), each.accessory, each.element].includes(one));
    const given = { member: member.id, place, block: block?.block_id ?? "", action: one.action_id, wanted: wanted ?? null };
    return attempt("slack.uses", { ...given, values: place === "modal" ? values(view) : {} }, busy);
  };
  return { name: view.id, slack, view, use };
}

let opener = null; // had the focus before a form took it

export function modal(member, slack) {
  const view = member.modals.at(-1);
  if (!view) {
    giveBack();
    return null;
  }
  const errors = ui.errors.view === view.id ? ui.errors.by : {};
  const close = () => attempt("slack.closes", { member: member.id }).then(() => forget(view));
  return h(
    "div",
    { class: "veil", key: `veil-${view.id}`, inert: Boolean(ui.confirm), onkeydown: (event) => event.key === "Escape" && !ui.open && close() },
    h(
      "form",
      {
        class: "modal",
        role: "dialog",
        "aria-modal": "true",
        "aria-labelledby": "modal-title",
        "data-testid": "modal",
        novalidate: true,
        onsubmit: (event) => submitted(event, member, view),
        made: opened,
      },
      h(
        "header",
        null,
        h("h2", { id: "modal-title" }, view.title.text),
        h("button", { class: "quiet", type: "button", "aria-label": "Close", title: "Close (Esc)", onclick: close }, icon("close")),
      ),
      h("div", { class: "modal-body", tabindex: "-1" }, blocks(view.blocks, viewSpot(view, "modal", member, slack), errors)),
      h(
        "footer",
        null,
        h("button", { class: "button", type: "button", onclick: close }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
        view.submit && h("button", { class: "button primary", type: "submit", "aria-busy": String(ui.busy.has("submit")) }, view.submit.text),
      ),
    ),
  );
}

function opened(form) {
  if (!document.activeElement.closest(".veil")) opener = document.activeElement;
  const wanted = ["[data-first]", ".field, select, .ticks input", "footer .primary", "button"];
  wanted.map((selector) => form.querySelector(selector)).find(Boolean)?.focus();
}

/** The focus goes back to where it was, once the form is gone. */
function giveBack() {
  const node = opener;
  opener = null;
  if (node) setTimeout(() => node.isConnected && node.focus(), DRAWN);
}

async function submitted(event, member, view) {
  event.preventDefault();
  const form = event.currentTarget;
  const answer = await attempt("slack.submits", { member: member.id, values: values(view) }, "submit");
  if (!answer) return;
  const failed = Object.keys(answer.errors).length > 0;
  show({ errors: failed ? { view: view.id, by: answer.errors } : {} });
  if (failed) setTimeout(() => form.querySelector('[aria-invalid="true"]')?.focus(), DRAWN);
  else forget(view);
}

export function confirmation(slack) {
  const asked = ui.confirm;
  if (!asked) return null;
  const close = () => show({ confirm: null });
  const go = () => {
    close();
    asked.go();
  };
  return h(
    "div",
    { class: "veil", key: "veil-confirm", onkeydown: (event) => event.key === "Escape" && close() },
    h(
      "div",
      { class: "modal narrow", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirm-title" },
      h("header", null, h("h2", { id: "confirm-title" }, asked.title.text)),
      h("div", { class: "modal-body" }, textOf(asked.text, slack)),
      h(
        "footer",
        null,
        h("button", { class: "button", type: "button", onclick: close }, asked.deny.text),
        h("button", { class: `button ${asked.style ?? "primary"}`, type: "button", onclick: go, made: (node) => node.focus() }, asked.confirm.text),
      ),
    ),
  );
}

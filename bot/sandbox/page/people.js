// The left side: the customers, one of whom holds the phone that is shown.

import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { live, until } from "./live.js";
import { phone } from "./phone.js";
import { popover } from "./popover.js";
import { attempt, read, show, ui, unread } from "./ui.js";

const LANGUAGES = [
  ["en", "English"],
  ["zh-hans", "简体中文"],
  ["zh-hant", "繁體中文"],
  ["pl", "Polski"],
  ["tr", "Türkçe"],
  ["de", "Deutsch"],
];

export function customers() {
  const { people } = live.state.telegram;
  const person = people.find((one) => one.id === ui.person) ?? people[0];
  return h(
    "section",
    { class: "customers", "aria-label": "Customers", "data-testid": "customers" },
    h("div", { class: "people", role: "group", "aria-label": "Whose phone" }, people.map(chip), newPerson()),
    person ? phone(person) : h("p", { class: "empty" }, "Nobody has a phone yet. Add a customer above."),
  );
}

function chip(person) {
  const shown = person.id === ui.person;
  const stamps = fromBot(person);
  if (shown && !document.hidden) read(`phone/${person.id}`, stamps);
  const news = unread(`phone/${person.id}`, stamps);
  const told = news ? `, ${news} unread` : "";
  return h(
    "button",
    {
      key: `person-${person.id}`,
      class: "person",
      type: "button",
      "aria-pressed": String(shown),
      "aria-label": `${person.name}${told}`,
      "data-testid": `person-${person.name}`,
      onclick: () => show({ person: person.id, replyTo: null, editing: null, open: null }),
    },
    avatar(person.name, "round"),
    h("span", { class: "name" }, person.name),
    news > 0 && h("span", { class: "count", "aria-hidden": "true" }, String(news)),
  );
}

export function fromBot(person) {
  return person.chat.filter((message) => message.sender === "bot" && !message.deleted).map((message) => message.id);
}

/** The id of a new person once the phone is there to be shown. */
export async function arrived(id) {
  await until((state) => state.telegram.people.some((one) => one.id === id));
  return id;
}

function newPerson() {
  const add = async (event) => {
    event.preventDefault();
    const { name, language } = Object.fromEntries(new FormData(event.currentTarget));
    const added = await attempt("phone.add", { name, language }, "phone.add");
    if (added) show({ person: await arrived(added.person), open: null });
  };
  const look = { class: "person add", "aria-label": "Add a customer", title: "Add a customer", "data-testid": "add-person" };
  return popover("add", look, [h("span", { class: "avatar round blank" }, icon("plus")), h("span", { class: "name" }, "Add")], () =>
    h(
      "form",
      { class: "small-form", onsubmit: add },
      h("label", null, "Name", h("input", { name: "name", required: true, maxlength: "64", autocomplete: "off" })),
      h(
        "label",
        null,
        "Telegram in",
        h("select", { name: "language" }, LANGUAGES.map(([code, name]) => h("option", { value: code }, name))),
      ),
      h("button", { class: "button primary", type: "submit" }, "Add customer"),
    ),
  );
}

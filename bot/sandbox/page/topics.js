// The topics of a phone, where the bot has them: one is shown at a time, and beside them what is in none.

import { h } from "./dom.js";
import { attempt, read, show, ui, unread } from "./ui.js";

const NONE = null; // what is said in no topic

/** The number of the topic that is shown on the phone, or null. */
export function shown(person) {
  const wanted = ui.topics[person.id];
  return person.topics.some((topic) => topic.message_thread_id === wanted) ? wanted : NONE;
}

/** What of the chat is in that topic. Without topics a chat is one, whatever its messages say. */
export function within(person, topic) {
  return person.topics.length ? person.chat.filter((message) => (message.thread ?? NONE) === topic) : person.chat;
}

export function tabs(person) {
  if (!person.topics.length) return null;
  return h(
    "nav",
    { class: "topics", "aria-label": `Topics of ${person.name}`, "data-testid": "topics" },
    tab(person, NONE, "Chat"),
    person.topics.map((topic) => tab(person, topic.message_thread_id, topic.name)),
  );
}

function tab(person, topic, name) {
  const pressed = shown(person) === topic;
  if (pressed && !document.hidden) seen(person, topic);
  const news = unread(place(person, topic), stamps(person, topic));
  const go = () => show({ topics: { ...ui.topics, [person.id]: topic }, replyTo: null, editing: null });
  return h(
    "button",
    {
      key: `topic-${topic}`,
      type: "button",
      title: name,
      "aria-pressed": String(pressed),
      "aria-label": news ? `${name}, ${news} unread` : name,
      onclick: go,
    },
    h("span", { class: "name" }, name),
    news > 0 && h("span", { class: "count", "aria-hidden": "true" }, String(news)),
  );
}

/** The end of a topic: gone with all that is in it, and the bot is not told. */
export function deleting(person, done) {
  const topic = shown(person);
  if (topic === NONE) return null;
  const go = () => attempt("phone.deletes_topic", { person: person.id, thread: topic }).then(done);
  return h("button", { type: "button", onclick: go }, "Delete this topic");
}

/** All that is there counts as read. */
export function allSeen(person) {
  for (const topic of [NONE, ...person.topics.map((one) => one.message_thread_id)]) seen(person, topic);
}

function seen(person, topic) {
  read(place(person, topic), stamps(person, topic));
}

function place(person, topic) {
  return `phone/${person.id}/${topic ?? ""}`;
}

function stamps(person, topic) {
  return within(person, topic).filter((one) => one.sender === "bot" && !one.deleted).map((one) => one.id);
}

// The story the tour plays. Each step says what is about to happen, where to look, does it with the page's own
// controls, and says by what it is seen to have happened.
//
// It knows the desk by what people read on it: buttons called Claim and Resolve, and the words it sent itself.

import { act, live } from "./live.js";
import { openThread } from "./messages.js";
import { arrived } from "./people.js";
import { become } from "./slack.js";
import { show, ui } from "./ui.js";

const LETTER = 28; // milliseconds
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const NAMES = ["Maya", "Leo", "Nora", "Hugo", "Iris", "Omar", "Lena", "Emil"];
const PROBLEM = "Hello! My order 4417 arrived with a cracked screen. Can you help?";
const ANSWER = "I am sorry about that, Ada! A replacement is on its way *today*.";
const MORE = "One more question: do I have to send the broken one back?";

const find = (selector) => document.querySelector(selector);
const bubble = (id) => find(`[data-testid="bubble-${id}"] .bubble`);
const phone = () => find('[data-testid="phone"]');
const rootCard = (memo) => find(`[data-testid="thread"] [data-ts="${memo.card?.ts}"]`) ?? find(`[data-ts="${memo.card?.ts}"]`);
const inThread = (ts) => find(`[data-testid="thread"] [data-ts="${ts}"]`);

export const STORY = [
  {
    title: "A customer writes",
    before: chooseCustomer,
    caption: ({ name }) => `This is ${name}’s phone. ${name} has a problem and writes to the support bot, as one writes to a friend.`,
    focus: phone,
    act: async (memo, signal) => {
      show({ side: "phone" });
      await types("phone-box", PROBLEM, signal);
    },
    until: (memo, state) => card(memo, state),
  },
  {
    title: "A card appears in Slack",
    before: (memo) => {
      memo.card = { ts: memo.found.ts, channel: memo.found.channel };
      beAnAgent();
      show({ side: "slack", place: memo.card.channel, thread: null });
    },
    caption: ({ name }) => `The ticket is one card in the team’s channel. It shows who wrote, in which language, and how long ${name} has waited. You are now an agent of this team.`,
    focus: rootCard,
    act: () => {},
    until: (memo, state) => labels(theCard(memo, state)).includes("Claim"),
  },
  {
    title: "An agent claims it",
    caption: () => "Ben claims the ticket. If somebody else pressed in the same second, one of them would win and the other would be told.",
    focus: (memo) => button(rootCard(memo), "Claim") ?? rootCard(memo),
    act: (memo) => button(rootCard(memo), "Claim")?.click(),
    until: (memo, state) => !labels(theCard(memo, state)).includes("Claim"),
  },
  {
    title: "The thread is the conversation",
    caption: () => "Every ticket has its thread. What the customer writes is posted there, and what its owner writes there goes to the customer. A message that starts with // stays inside.",
    focus: rootCard,
    act: (memo) => openThread(memo.card),
    until: () => true,
  },
  {
    title: "Ben answers",
    caption: () => "He simply writes in the thread.",
    focus: () => find('[data-testid="thread"] .box'),
    act: (memo, signal) => types("thread-box", ANSWER.replace("Ada", memo.name), signal),
    until: (memo, state) => answer(memo, state)?.reactions?.length,
  },
  {
    title: "Five seconds to change his mind",
    before: (memo) => {
      memo.answer = answer(memo, live.state)?.ts;
    },
    caption: () => "The hourglass on his message says that it waits. Until it is sent he may edit or delete it; then the sign says that it was delivered.",
    focus: (memo) => inThread(memo.answer),
    act: () => {},
    until: (memo, state) => read(memo, state, "replacement"),
  },
  {
    title: "The customer reads it",
    before: (memo) => {
      memo.read = memo.found.id;
      show({ person: memo.person, side: "phone", topics: { ...ui.topics, [memo.person]: memo.found.thread } });
    },
    caption: ({ name }) => `${name} reads the answer, with its formatting, and never sees what is internal.`,
    focus: (memo) => bubble(memo.read) ?? phone(),
    act: () => {},
    until: () => true,
  },
  {
    title: "Ben marks it solved",
    before: (memo) => {
      show({ side: "slack", thread: memo.card });
    },
    caption: () => "The work is done, so he resolves the ticket. The card and the history in the thread say so.",
    focus: (memo) => button(rootCard(memo), "Resolve") ?? rootCard(memo),
    act: (memo) => button(rootCard(memo), "Resolve")?.click(),
    until: (memo, state) => !labels(theCard(memo, state)).includes("Resolve"),
  },
  {
    title: "And the customer comes back",
    before: () => show({ side: "phone" }),
    caption: ({ name }) => `Within a week of that, a new message of ${name}’s reopens the same ticket, unless it is only thanks.`,
    focus: () => find('[data-testid="phone"] .phone-foot'),
    act: async (memo, signal) => {
      show({ person: memo.person });
      await types("phone-box", MORE, signal);
    },
    until: (memo, state) => labels(theCard(memo, state)).some((label) => ["Resolve", "Claim"].includes(label)),
  },
  {
    title: "Now it is your turn",
    before: () => show({ side: "slack" }),
    caption: () => "The ticket is open again. Write from another phone, be another agent or a guest, type /desk in a channel, move the clock, or make trouble and see what the desk makes of it.",
    focus: rootCard,
    act: null,
  },
];

/** Somebody who reads English and has not written yet; a new customer if there is none. */
async function chooseCustomer(memo, state) {
  const { people } = state.telegram;
  const fresh = people.find((one) => one.language === "en" && !one.chat.length && !one.barred);
  const name = fresh?.name ?? NAMES.find((each) => people.every((one) => one.name !== each)) ?? NAMES[0];
  const person = fresh?.id ?? (await act("phone.add", { name, language: "en" })).person;
  Object.assign(memo, { person, name });
  show({ person: await arrived(person), replyTo: null, editing: null, side: "phone" });
}

function beAnAgent() {
  const { slack } = live.state;
  const ben = slack.members.find((one) => one.real_name === "Ben") ?? slack.members[0];
  become(slack, ben);
}

/** Types into a box letter by letter, as a person does, and sends it. */
async function types(testid, text, signal) {
  await painted();
  const area = find(`[data-testid="${testid}"]`);
  if (!area || signal.aborted) return;
  area.focus();
  for (let end = STILL.matches ? text.length : 1; end <= text.length; end += 1) {
    if (signal.aborted) return;
    area.value = text.slice(0, end);
    area.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve, LETTER));
  }
  area.form.requestSubmit();
}

const painted = () => new Promise((resolve) => setTimeout(resolve, 100));

const messages = (state) => state.slack.channels.flatMap((channel) => channel.messages);

/** The root in a channel that the desk posted for the words sent, after the tour began. */
function card(memo, state) {
  const since = Date.parse(memo.since) / 1000;
  const roots = messages(state).filter((one) => one.bot_id && !one.in_thread && Number(one.ts) >= since);
  return roots.find((one) => labels(one).length && JSON.stringify(one).includes(JSON.stringify(PROBLEM).slice(1, 30)));
}

const theCard = (memo, state) => messages(state).find((one) => one.ts === memo.card.ts);

function labels(message) {
  const actions = (message?.blocks ?? []).filter((block) => block.type === "actions");
  return actions.flatMap((block) => block.elements.map((one) => one.text?.text)).filter(Boolean);
}

function answer(memo, state) {
  const there = messages(state).filter((one) => one.in_thread && one.thread_ts === memo.card.ts && !one.bot_id);
  return there.findLast((one) => one.text.includes("replacement"));
}

function read(memo, state, words) {
  const person = state.telegram.people.find((one) => one.id === memo.person);
  return person.chat.find((one) => one.sender === "bot" && one.text.includes(words));
}

function button(node, label) {
  return [...(node?.querySelectorAll("button") ?? [])].find((one) => one.textContent === label);
}

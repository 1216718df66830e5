// The state as the sandbox pushes it, and acts sent back. Whoever draws is told of every change.

export const live = { state: null, online: false, skew: 0 };

const waiting = new Set(); // [predicate, resolve] of those who wait for something to become true
let redraw = () => {};

/** Start listening. `draw` is called after every change. */
export function connect(draw) {
  redraw = draw;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/live`);
  socket.onmessage = (message) => arrived(JSON.parse(message.data));
  socket.onclose = () => {
    live.online = false;
    redraw();
    setTimeout(() => connect(draw), 1000);
  };
}

function arrived(state) {
  live.state = state;
  live.online = true;
  live.skew = Date.parse(state.clock.now) - Date.now();
  for (const one of [...waiting]) settle(one);
  redraw();
}

function settle(one) {
  const found = one.look(live.state);
  if (!found) return;
  waiting.delete(one);
  one.resolve(found);
}

/** Now, by the sandbox's clock. */
export function now() {
  return new Date(Date.now() + live.skew);
}

/** Resolves with what `look(state)` finds, now or after any push; null when the signal is aborted. */
export function until(look, signal) {
  return new Promise((resolve) => {
    const one = { look, resolve };
    waiting.add(one);
    signal?.addEventListener("abort", () => {
      waiting.delete(one);
      resolve(null);
    });
    if (live.state) settle(one);
  });
}

/** Do something on a platform. Throws an Error whose message is a sentence. */
export async function act(name, given = {}) {
  let answer;
  try {
    answer = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ act: name, ...given }),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running in the terminal?");
  }
  const body = await answer.json().catch(() => ({ error: `The sandbox failed at this (${answer.status}).` }));
  if (!answer.ok) throw new Error(body.error);
  return body;
}

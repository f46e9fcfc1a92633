// Time: nothing that is asked of the server may take for ever, and nothing is tried too often.

const SLOW = 3000; // milliseconds without an answer after which a question is asked on another connection as well
const POOL = 6; // connections that browsers keep to one server over HTTP/1.1
const ROUNDS = [2000, 4000]; // milliseconds for an answer to a look at the network, on old connections and on new ones

// Asks the server, for at most so many milliseconds until the whole answer is there. What only reads is asked a second time
// when no answer begins: the connection may be dead. The first one goes on, since the server may just be slow.
export async function ask(url, options, limit) {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), limit);
  let begun = false;
  const once = async () => {
    const answer = await fetch(url, { credentials: 'same-origin', cache: 'no-store', ...options, signal });
    begun = true;
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, redirected: answer.redirected, text };
  };
  const first = once();
  const again = async () => {
    await new Promise((done) => setTimeout(done, SLOW));
    if (begun || signal.aborted) return first;
    await thaw();
    return begun || signal.aborted ? first : once();
  };
  try {
    return await (options?.method ? first : Promise.race([first, again()]));
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

let thawing = null;

// Rids the browser of connections that died without a word: it would send one request after the other into them. As many
// questions as it keeps connections take all of them at once, and what has not answered when the first one has is closed.
// True, if the server can be reached.
export function thaw() {
  thawing ??= look().finally(() => (thawing = null));
  return thawing;
}

async function look() {
  for (const limit of ROUNDS) {
    const round = new AbortController();
    const timer = setTimeout(() => round.abort(), limit);
    // Browsers keep the connections of requests without cookies apart.
    const options = { method: 'HEAD', credentials: 'same-origin', cache: 'no-store', signal: round.signal };
    try {
      await Promise.any(Array.from({ length: POOL }, () => fetch(import.meta.url, options)));
      return true;
    } catch {
      // A network that refuses has no dead connections.
      if (!round.signal.aborted) return false;
    } finally {
      clearTimeout(timer);
      round.abort();
    }
  }
  return false;
}

// How long to wait before the next attempt: 1, 2, 4, 8 and then about 15 seconds, not for all pages at the same moment.
export function pauseBefore(attempt) {
  const whole = Math.min(1000 * 2 ** Math.max(attempt - 1, 0), 15_000);
  return whole * (0.75 + Math.random() / 4);
}

// Whether the server, or what stands before it, cannot answer at the moment.
export const isAway = (status) => [502, 503, 504].includes(status);

// A time of the day in the language of the page, and in the time zone of its other times.
export function clock(date, lang = document.documentElement.lang) {
  const timeZone = document.body.dataset.zone || undefined;
  return date.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
}

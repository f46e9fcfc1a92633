// Time: nothing that is asked of the server may take for ever, and nothing is tried too often.

// Asks the server, for at most so many milliseconds until the whole answer is there.
export async function ask(url, options, limit) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), limit);
  try {
    const answer = await fetch(url, { credentials: 'same-origin', cache: 'no-store', ...options, signal: controller.signal });
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, redirected: answer.redirected, text };
  } finally {
    clearTimeout(timer);
  }
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

// Links of an earlier system carry the ticket behind the `#`, which no server ever sees: /#ticket/zoom/34

export function followLegacyLink() {
  const found = /^#ticket\/zoom\/(\d+)$/.exec(location.hash);
  if (!found) return;
  const to = `/legacy/${found[1]}`;
  const next = document.querySelector('form[action="/login"] input[name="next"]');
  if (next) {
    // Log in first; the ticket comes afterwards.
    next.value = to;
    return;
  }
  location.replace(to);
}

// A hint beside a vague title; it never stops anybody.

const VAGUE = /^(problem|fehler|frage|hilfe|dringend|error|question|help|urgent|test|anfrage|request)[!?. ]*$/i;

export function startTitle(root) {
  const hint = root.querySelector('[data-vague]');
  const field = root.getElementById?.('title');
  if (!hint || !field || field.dataset.watched) return;
  field.dataset.watched = '1';
  const usual = hint.textContent;
  field.addEventListener('change', () => {
    const text = field.value.trim();
    const vague = text !== '' && (VAGUE.test(text) || text.split(/\s+/).length < 2);
    hint.textContent = vague ? hint.dataset.vague : usual;
  });
}

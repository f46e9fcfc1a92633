// Text blocks: the one that is picked is inserted where the caret stands. Without this, the button puts it behind the text.
export function startBlocks(root) {
  for (const button of root.querySelectorAll('[data-insert]:not([data-ready])')) {
    button.dataset.ready = '1';
    button.addEventListener('click', async (event) => {
      if (!button.dataset.insert) return;
      event.preventDefault();
      const form = button.form;
      const text = form.elements.text;
      const url = `${button.dataset.insert}?id=${encodeURIComponent(button.value)}`;
      const answer = await fetch(url, { headers: { 'X-Fragment': '1' } }).catch(() => null);
      if (!answer?.ok || !answer.headers.get('Content-Type')?.startsWith('text/plain')) {
        // The way without a script says what is wrong, and keeps the text.
        button.removeAttribute('data-insert');
        form.requestSubmit(button);
        return;
      }
      insert(text, await answer.text());
      text.dispatchEvent(new Event('input', { bubbles: true }));
      button.closest('details')?.removeAttribute('open');
      text.focus();
    });
  }
}

// Words stay apart: one line by a space, several by a line of their own.
function insert(text, block) {
  const gap = block.includes('\n') ? '\n' : ' ';
  const before = /\S$/.test(text.value.slice(0, text.selectionStart)) ? gap : '';
  const after = /^[\p{L}\p{N}]/u.test(text.value.slice(text.selectionEnd)) && !/\s$/.test(block) ? gap : '';
  text.setRangeText(`${before}${block}${after}`, text.selectionStart, text.selectionEnd, 'end');
}

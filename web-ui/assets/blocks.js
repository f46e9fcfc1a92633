// Text blocks: the one that is picked is inserted where the caret stands. Without this, the button puts it behind the text.
export function startBlocks(root) {
  for (const button of root.querySelectorAll('[data-insert]:not([data-ready])')) {
    button.dataset.ready = '1';
    button.addEventListener('click', async (event) => {
      const form = button.form;
      const [text, block] = [form.elements.text, form.elements.block];
      event.preventDefault();
      if (!block.value) return;
      const url = `${button.dataset.insert}?id=${encodeURIComponent(block.value)}`;
      const answer = await fetch(url, { headers: { 'X-Fragment': '1' } }).catch(() => null);
      if (!answer?.ok || !answer.headers.get('Content-Type')?.startsWith('text/plain')) {
        // The way without a script says what is wrong, and keeps the text.
        button.removeAttribute('data-insert');
        form.requestSubmit(button);
        return;
      }
      text.setRangeText(await answer.text(), text.selectionStart, text.selectionEnd, 'end');
      text.dispatchEvent(new Event('input', { bubbles: true }));
      block.value = '';
      text.focus();
    });
  }
}

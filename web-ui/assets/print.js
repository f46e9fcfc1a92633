// A button that prints the page; without a script, the browser's own menu does.

export function startPrint(root) {
  for (const button of root.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}

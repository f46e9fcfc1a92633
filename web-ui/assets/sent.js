// What can be taken back for a while is offered for that while.
export function startSent() {
  for (const toast of document.querySelectorAll('.toast[data-until]')) {
    const left = new Date(toast.dataset.until) - Date.now();
    setTimeout(() => toast.remove(), Math.max(0, Math.min(left, 2 ** 31 - 1)));
  }
}

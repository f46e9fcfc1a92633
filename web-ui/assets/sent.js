// What can be taken back for a while is offered for that while.
export function startSent() {
  for (const toast of document.querySelectorAll('.toast[data-until]')) {
    const left = new Date(toast.dataset.until) - Date.now();
    // One that tells why it was refused stays to be read.
    const end = () => toast.querySelector('.notice') ?? toast.remove();
    setTimeout(end, Math.max(0, Math.min(left, 2 ** 31 - 1)));
  }
}

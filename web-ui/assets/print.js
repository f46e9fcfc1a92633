// Prints: what is folded, and what stands on earlier pages, is fetched first. Without a script, the browser's own menu does.

const PAGES = 50; // so many earlier pages of a conversation are fetched at most
// Of the staff, and of customers.
const EARLIER = '.posts > .fold:has(+ .posts-list) a[href], .thread > .earlier a[href]';
const LIST = '.posts-list, [data-live=thread]';

export function startPrint(root) {
  for (const button of root.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', printAll);
  }
}

// Goes to the page that shows everything, which prints itself; a page without folds is printed as it is.
function printAll() {
  const more = document.querySelector('.posts-list .fold a[href]') ?? document.querySelector('.posts-list .brief a[href]');
  if (!more) return printWhole();
  const whole = new URL(more.href);
  whole.hash = 'print';
  location.assign(whole);
  return undefined;
}

// Prints the page with all earlier ones. What cannot be fetched is told on paper by the link to it.
export async function printWhole() {
  for (let page = 0; page < PAGES; page += 1) {
    const link = document.querySelector(EARLIER);
    if (!link) break;
    const answer = await fetch(link.href, { headers: { 'X-Fragment': '1' } }).catch(() => null);
    if (!answer?.ok) break;
    const earlier = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const list = earlier.querySelector(LIST);
    if (!list) break;
    const next = earlier.querySelector(EARLIER);
    document.querySelector(LIST).prepend(...document.adoptNode(list).children);
    if (next) link.href = next.getAttribute('href');
    else link.closest('.fold, .earlier').remove();
  }
  window.print();
}

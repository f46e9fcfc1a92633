// Two windows of one person hold two drafts of the same answer: both are shown, and one is chosen, or both.
const boxes = new WeakMap();

// `ways` does what was chosen: `mine`, `theirs` or `both`.
export function clash(form, text, ways) {
  boxes.get(form)?.remove();
  const words = document.getElementById('sending').dataset;
  const box = document.createElement('div');
  box.className = 'notice bad';
  box.dataset.clash = '';
  box.setAttribute('role', 'alert');
  const told = Object.assign(document.createElement('p'), { textContent: words.elsewhere });
  const other = Object.assign(document.createElement('div'), { className: 'keep', dir: 'auto', textContent: text });
  const actions = Object.assign(document.createElement('p'), { className: 'actions' });
  for (const way of ['both', 'mine', 'theirs']) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button', textContent: words[way] });
    button.dataset.way = way;
    button.addEventListener('click', () => {
      box.remove();
      form.querySelector('textarea[name=text]').focus();
      ways[way]();
    });
    actions.append(button, ' ');
  }
  box.append(told, other, actions);
  form.querySelector('[data-messages]').append(box);
  boxes.set(form, box);
}

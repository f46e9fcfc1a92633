// Ticks off the rules of a password while it is typed. The server counts again.

const COUNT = {
  length: (text) => [...text].length,
  digits: (text) => (text.match(/\p{Nd}/gu) ?? []).length,
  lower: (text) => (text.match(/\p{Ll}/gu) ?? []).length,
  upper: (text) => (text.match(/\p{Lu}/gu) ?? []).length,
};

export function startPassword() {
  for (const list of document.querySelectorAll('[data-rules-for]')) {
    const field = document.getElementById(list.dataset.rulesFor);
    const tick = () => {
      for (const rule of list.querySelectorAll('[data-rule]')) {
        rule.classList.toggle('met', COUNT[rule.dataset.rule](field.value) >= Number(rule.dataset.count));
      }
    };
    field.addEventListener('input', tick);
    tick();
  }
}

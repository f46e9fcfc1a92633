// How far each file has been sent, in its line of the list while a form is under way; screen readers are told by quarters.

const STEP = 25; // per cent

// As the language of the page writes it.
const percent = (value) => new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' }).format(value / 100);

// The lines of a form's files, to be told how much of everything has been sent; without files there are none.
export function follow(form) {
  const drop = form.querySelector('[data-drop]');
  const files = [...(drop?.querySelector('input[type=file]')?.files ?? [])];
  const lines = [...(drop?.querySelectorAll('.chosen > li') ?? [])];
  if (!files.length || lines.length !== files.length) return { to: () => undefined, end: () => undefined };
  const words = document.getElementById('sending').dataset;
  const bars = files.map((file, place) => bar(lines[place], words.upload.replace('{name}', () => file.name)));
  const size = files.reduce((sum, file) => sum + file.size, 0);
  let told = 0;
  return {
    // They are sent one after the other, behind the fields of the form.
    to(loaded, total) {
      let left = Math.max(loaded - Math.max(total - size, 0), 0);
      files.forEach((file, place) => {
        const part = file.size ? Math.min(left / file.size, 1) : Number(loaded >= total);
        left = Math.max(left - file.size, 0);
        bars[place].to(Math.floor(part * 100));
      });
      const whole = total ? Math.floor((loaded / total) * 100) : 100;
      if (whole < told + STEP) return;
      told = whole - (whole % STEP);
      const announce = document.getElementById('announce');
      if (announce) announce.textContent = words.uploading.replace('{percent}', percent(told));
    },
    end() {
      for (const one of bars) one.end();
    },
  };
}

function bar(line, label) {
  const made = document.createElement('progress');
  made.max = 100;
  made.value = 0;
  made.setAttribute('aria-label', label);
  // The bar says the same to those who do not see it.
  const words = document.createElement('span');
  words.className = 'faint num';
  words.setAttribute('aria-hidden', 'true');
  line.append(made, words);
  return {
    to(value) {
      made.value = value;
      words.textContent = percent(value);
    },
    end() {
      made.remove();
      words.remove();
    },
  };
}

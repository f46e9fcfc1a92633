// A hint when a password seems to stand beside the archive that it opens; it never stops anybody.

const SECRET = /(?:passw(?:or[td]|ört)(?:er)?|passphrase|kennw(?:ort|örter)|losung|pwd?|pin)\s*(?:ist|lautet|is)?\s*[:=]\s*\S/i;
const ARCHIVE = /\.(?:zip|zipx|7z|rar|tgz|gz|bz2|xz|tar)$/i;

export function startSecrets(root) {
  for (const drop of root.querySelectorAll('[data-drop]')) {
    const form = drop.closest('form');
    const look = () => {
      const hint = form.querySelector('[data-secret]');
      const chosen = [...(form.querySelector('input[type=file]')?.files ?? [])].map((file) => file.name);
      const names = [...chosen, ...[...form.querySelectorAll('[data-keep] .name')].map((name) => name.textContent)];
      const text = form.querySelector('textarea')?.value ?? '';
      if (hint) hint.hidden = !(SECRET.test(text) && names.some((name) => ARCHIVE.test(name)));
    };
    for (const kind of ['input', 'change', 'chosen']) form.addEventListener(kind, look);
  }
}

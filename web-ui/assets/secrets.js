// A hint when a password seems to stand beside the archive that it opens; it never stops anybody.

// Words that may stand within longer ones (“ZIP-Passwort”), and short ones that stand alone.
const WORD = '(?:pass(?:w(?:or[td]s?|ört(?:er)?)|phrase|code)|kennw(?:orts?|örter)|losung(?:swort)?|(?<!\\p{L})(?:pwd?|pin|pass)(?!\\p{L}))';
// What may follow a verb although no password is told.
const HARMLESS =
  'abgelaufen|am|an|at|bekannt|by|expired|falsch|gesperrt|im|in|incorrect|invalid|needed|nicht|noch|not|nötig|per|required|telefonisch|unbekannt|ungültig|unknown|vergessen|wrong|zu';
const SECRETS = [
  // “Passwort für das ZIP ist: x”, “pw = x”
  `${WORD}[^\\n.:=!?]{0,40}[:=]\\s*\\S`,
  // “Kennwort lautet geheim”
  `${WORD}(?:[^\\n.:=!?]{0,40}\\s)?(?<!\\p{L})(?:ist|lautet|heißt|heisst|is)\\s+(?!(?:${HARMLESS})(?!\\p{L}))\\S`,
  // “PIN 1234”, “Passwort Geheim1”, “Passwort „geheim“”
  `${WORD}\\s+(?:\\d{4,}|(?=\\S*\\d)(?=\\S*\\p{L})\\S{4,}|["'„“”»«‚]\\S)`,
].map((pattern) => new RegExp(pattern, 'iu'));
const ARCHIVE = /\.(?:zip|zipx|7z|rar|tgz|gz|bz2|xz|tar)$/i;

// Whether a text seems to tell a password.
export const tellsSecret = (text) => SECRETS.some((secret) => secret.test(text));

export function startSecrets(root) {
  for (const drop of root.querySelectorAll('[data-drop]')) {
    const form = drop.closest('form');
    const look = () => {
      const hint = form.querySelector('[data-secret]');
      const chosen = [...(form.querySelector('input[type=file]')?.files ?? [])].map((file) => file.name);
      const names = [...chosen, ...[...form.querySelectorAll('[data-keep] .name')].map((name) => name.textContent)];
      // A note may hold it as well as the text.
      const texts = [...form.querySelectorAll('textarea')].map((text) => text.value);
      if (hint) hint.hidden = !(texts.some(tellsSecret) && names.some((name) => ARCHIVE.test(name)));
    };
    for (const kind of ['input', 'change', 'chosen']) form.addEventListener(kind, look);
  }
}

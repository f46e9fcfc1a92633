// Passkeys: before a form that needs one is sent, the browser is asked for it. Without a script, the server says what it takes.

const TRIED = new WeakSet();

export function startPasskeys(root) {
  for (const form of root.querySelectorAll('form[data-passkey]')) {
    if (TRIED.has(form)) continue;
    TRIED.add(form);
    if (!supported(form)) continue;
    form.addEventListener('submit', (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      fill(form, form, () => form.requestSubmit(event.submitter));
    });
  }
  for (const part of root.querySelectorAll('[data-passkey-proof]')) {
    if (TRIED.has(part)) continue;
    TRIED.add(part);
    part.hidden = false;
    if (!supported(part)) continue;
    part.querySelector('button').addEventListener('click', () => fill(part, part.closest('form'), () => proven(part), true));
  }
}

function supported(part) {
  if (window.PublicKeyCredential && navigator.credentials) return true;
  for (const button of part.querySelectorAll('button')) button.disabled = true;
  tell(part, 'unsupported');
  return false;
}

// Asks the browser, puts what it answers into the form, and goes on. What was answered is good once: unless it is to be kept
// for later, the form is without it again as soon as it was sent.
async function fill(part, form, goOn, keep = false) {
  if (part.dataset.asking) return;
  part.dataset.asking = '1';
  part.querySelector('[data-passkey-note]').hidden = true;
  try {
    const credential = part.dataset.passkey === 'create' ? await create(JSON.parse(part.dataset.options)) : await get(await options(part, form));
    remember(form);
    form.elements.credential.value = JSON.stringify(credential);
    goOn();
    if (!keep) form.elements.credential.value = '';
  } catch (error) {
    tell(part, KINDS[error.name] ?? 'failed', error.told);
  } finally {
    delete part.dataset.asking;
  }
}

const KINDS = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known', SecurityError: 'elsewhere' };

function tell(part, kind, text) {
  const note = part.querySelector('[data-passkey-note]');
  note.textContent = text ?? note.dataset[kind];
  note.setAttribute('role', 'alert');
  note.hidden = false;
}

// The box that asks whether to be remembered stands in the form beside.
function remember(form) {
  const box = document.querySelector('input[type=checkbox][name=remember]');
  if (box && form.elements.remember) form.elements.remember.value = box.checked ? '1' : '';
}

function proven(part) {
  part.querySelector('button').hidden = true;
  part.querySelector('[data-or]').hidden = true;
  part.querySelector('[data-proven]').hidden = false;
  for (const field of part.closest('form').querySelectorAll('[data-unproven]')) field.hidden = true;
}

// What the server wants the browser to be asked.
async function options(part, form) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  if (form.elements.after_password) body.set('after_password', '1');
  const answer = await fetch(part.dataset.challenge ?? part.dataset.passkeyProof, { method: 'POST', body });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error('refused'), { told: read.error });
  return read.options;
}

async function create(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: named(asked.excludeCredentials) };
  const { rawId, response } = await navigator.credentials.create({ publicKey });
  return told(rawId, {
    attestationObject: text(response.attestationObject),
    clientDataJSON: text(response.clientDataJSON),
    transports: response.getTransports?.() ?? [],
  });
}

async function get(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) };
  const { rawId, response } = await navigator.credentials.get({ publicKey });
  return told(rawId, {
    authenticatorData: text(response.authenticatorData),
    clientDataJSON: text(response.clientDataJSON),
    signature: text(response.signature),
    userHandle: response.userHandle?.byteLength ? text(response.userHandle) : null,
  });
}

const told = (id, response) => ({ id: text(id), rawId: text(id), type: 'public-key', response, clientExtensionResults: {} });
const named = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// Bytes are sent in base64url, as WebAuthn's JSON has them.
const bytes = (given) => Uint8Array.from(atob(given.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

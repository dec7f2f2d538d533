// Passkeys: forms with data-passkey="create", "get" or "login" ask the device and send what it answers.

const toBytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
};

const toText = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (credentials = []) => credentials.map((one) => ({ ...one, id: toBytes(one.id) }));

async function create({ publicKey }, alone) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  const options = {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
    excludeCredentials: withBytes(publicKey.excludeCredentials),
    authenticatorSelection: selection,
  };
  const made = await navigator.credentials.create({ publicKey: options });
  return answer(made, {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function get({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey: options });
  return answer(found, {
    clientDataJSON: toText(found.response.clientDataJSON),
    authenticatorData: toText(found.response.authenticatorData),
    signature: toText(found.response.signature),
    userHandle: found.response.userHandle ? toText(found.response.userHandle) : null,
  });
}

const answer = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: toText(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment ?? null,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

const written = (form) => JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);

const fetched = async (form) => {
  const reply = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!reply.ok) throw new Error(`the options answered ${reply.status}`);
  return reply.json();
};

const acts = {
  create: async (form) => create(written(form).creation_options, form.elements.passwordless?.checked ?? true),
  get: async (form) => get(written(form).request_options),
  login: async (form) => get((await fetched(form)).request_options),
};

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failed = document.querySelector("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await acts[form.dataset.passkey](form));
    form.submit();
  } catch {
    if (failed) failed.hidden = false;
  }
}

// A passkey belongs to a name: a site opened by its number (127.0.0.1) has none, browsers refuse it.
const hasName = !/^[\d.]+$|:/.test(window.location.hostname);

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = form.hidden && !hasName;
    form.addEventListener("submit", send);
  }
  for (const offer of document.querySelectorAll("[data-passkey-offer]")) offer.hidden = !hasName;
}

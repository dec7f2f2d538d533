// The ballot of a secret vote. Loaded on its page alone: it cannot be cast without script, since the secrecy is the browser's own doing.
//
// <form data-ballot data-vote data-kind data-token-key data-log-key   what the ballot is for
//       data-token-url    POST {"blinded"} with the session        -> {"signature"}        the registrar: knows who, not what
//       data-box-url      POST the record, without any cookie      -> {"leaf"}             the box: knows what, not who
//       data-proof-url    GET ?leaf=, without any cookie           -> {"index", "size", "hashes", "checkpoint"}, or 404 while it waits
//       data-consistency-url  GET ?first=, without any cookie      -> {"hashes", "checkpoint"}
//       data-closes       when tokens may be forgotten (ISO 8601)
//       data-keep="no">   on a tablet that many use: nothing outlives the page
// [data-ballot-says] is told how it stands; its data-says-* hold the sentences: asking, ready, sending, waiting, proved, unsigned, broken, offline.
// [data-ballot-receipt] is a link that appears once there is a receipt to keep. [data-ballot-cast] wraps what is of no use once a ballot was cast.
import { each } from "./each.js";
import { fromHex, toHex } from "./ballot-bytes.js";
import { isConsistent, isIncluded, leafHash, opened } from "./ballot-log.js";
import { choiceOf, recordOf } from "./ballot-record.js";
import { begun, finished } from "./ballot-token.js";

const PREFIX = "madang-ballot:", FIRST_WAIT = 3000, LONGEST_WAIT = 60000;
const alone = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };

class Told extends Error {} // what the server said, in words for people

async function asked(address, how) {
  const answer = await fetch(address, how);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Told(body.detail ?? body.title ?? `${answer.status}`), { status: answer.status });
  return body;
}

// What this browser keeps of a vote: the token until the vote closes, the receipt for good.
function store(vote, keeps) {
  const memory = new Map();
  const box = keeps ? localStorage : { getItem: (key) => memory.get(key) ?? null, setItem: (key, text) => memory.set(key, text) };
  const read = () => JSON.parse(box.getItem(PREFIX + vote) ?? "{}");
  return { read, write: (more) => box.setItem(PREFIX + vote, JSON.stringify({ ...read(), ...more })) };
}

function forget(now) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const { token, begun: asking, ...rest } = JSON.parse(localStorage.getItem(key));
    if ((token || asking) && rest.closes && Date.parse(rest.closes) < now) localStorage.setItem(key, JSON.stringify(rest));
  }
}

async function tokenFor(form, kept) {
  const { vote, tokenKey, tokenUrl, closes } = form.dataset, held = kept.read();
  if (held.token) return held.token;
  const asking = held.begun ?? await begun(vote, tokenKey);
  kept.write({ begun: asking, closes }); // before it is sent: an answer that gets lost is asked for again
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" };
  const { signature } = await asked(tokenUrl, { method: "POST", headers, body: JSON.stringify({ blinded: asking.blinded }) });
  const token = await finished(vote, tokenKey, asking, signature);
  kept.write({ token, begun: undefined });
  return token;
}

async function cast(form, kept) {
  const token = await tokenFor(form, kept), { vote, kind, boxUrl } = form.dataset;
  const revision = (kept.read().revision ?? 0) + 1, record = recordOf(vote, choiceOf(form, kind), token, revision);
  const own = toHex(await leafHash(record));
  const { leaf } = await asked(boxUrl, { ...alone, method: "POST", headers: { "Content-Type": "application/json" }, body: record });
  if (leaf !== own) throw new Error("the box answered for another ballot");
  kept.write({ revision, leaf, receipt: undefined });
}

// Return the receipt once the log proves it, null while the ballot waits to be sealed.
async function proved(form, kept) {
  const { vote, proofUrl, logKey } = form.dataset, { leaf, seen } = kept.read();
  const proof = await asked(`${proofUrl}?leaf=${leaf}`, alone).catch((problem) => { if (problem.status === 404) return null; throw problem; });
  if (!proof) return null;
  const { size, root, signed } = await opened(proof.checkpoint, logKey);
  const included = await isIncluded(fromHex(leaf), proof.index, size, proof.hashes.map(fromHex), root);
  if (signed === false || size !== proof.size || !included || !await grewOnly(form, seen, logKey)) throw new Error("the log does not prove the ballot");
  const receipt = { format: "madang-receipt/1", vote, leaf, index: proof.index, checkpoint: proof.checkpoint };
  kept.write({ receipt, seen: proof.checkpoint });
  return { receipt, signed };
}

// Tell whether the log that this browser saw last time begins the present one: nothing was taken out since.
async function grewOnly(form, seen, logKey) {
  if (!seen) return true;
  const before = await opened(seen, logKey);
  const { hashes, checkpoint } = await asked(`${form.dataset.consistencyUrl}?first=${before.size}`, alone);
  const now = await opened(checkpoint, logKey);
  return now.signed !== false && isConsistent(before.size, now.size, hashes.map(fromHex), before.root, now.root);
}

export const ballots = (root) => each(root, "form[data-ballot]", (form) => {
  const kept = store(form.dataset.vote, form.dataset.keep !== "no");
  const status = document.querySelector("[data-ballot-says]"), link = document.querySelector("[data-ballot-receipt]");
  const say = (name, more = "") => { if (status) { status.textContent = status.dataset[`says${name}`] ?? more; status.dataset.state = name.toLowerCase(); } };
  const fail = (problem) => problem instanceof Told ? say("Refused", problem.message) : say(problem instanceof TypeError ? "Offline" : "Broken");
  const offer = (receipt) => {
    if (!link) return;
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(receipt, null, 1))}`;
    link.download = `receipt-${form.dataset.vote}.json`;
    link.hidden = false;
  };
  let wait = FIRST_WAIT, timer = 0, busy = false;
  const watch = async () => {
    clearTimeout(timer);
    if (!form.isConnected || busy) return;
    try {
      const found = await proved(form, kept);
      if (found) { offer(found.receipt); say(found.signed === null ? "Unsigned" : "Proved"); return; }
      say("Waiting");
    } catch (problem) {
      fail(problem);
      if (!(problem instanceof TypeError)) return; // no connection: the next look tries again
    }
    wait = Math.min(wait * 2, LONGEST_WAIT);
    timer = setTimeout(watch, wait);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    form.setAttribute("aria-busy", "true");
    say("Sending");
    try { await cast(form, kept); busy = false; wait = FIRST_WAIT; form.dispatchEvent(new CustomEvent("ballot:cast", { bubbles: true })); await watch(); } catch (problem) { fail(problem); } finally { busy = false; form.removeAttribute("aria-busy"); }
  });
  forget(Date.now());
  const { leaf, receipt } = kept.read();
  if (receipt) offer(receipt);
  if (leaf) watch();
  // The token is fetched when the page opens, not when the ballot is sent: the less the two instants have to do with each other, the better.
  else { say("Asking"); tokenFor(form, kept).then(() => say("Ready"), fail); }
});
ballots(document);

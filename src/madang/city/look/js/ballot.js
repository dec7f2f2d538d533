// The ballot of a secret vote. Loaded on its page alone: it cannot be cast without script, since the secrecy is the browser's own doing.
//
// <form data-ballot data-vote data-kind data-token-key data-log-key   what the ballot is for
//       data-token-url    POST {"blinded"} with the session        -> {"signature"}        the registrar: knows who, not what
//       data-box-url      POST the record, without any cookie      -> {"leaf"}             the box: knows what, not who
//       data-proof-url    GET ?leaf=, without any cookie           -> {"index", "size", "hashes", "checkpoint"}, or 404 while it waits
//       data-consistency-url  GET ?first=, without any cookie      -> {"hashes", "checkpoint"}
//       data-closes       when tokens may be forgotten (ISO 8601)
//       data-minimum data-maximum data-most data-strict   what a ballot takes; data-place data-points word its lines
//       data-keep="no">   on a tablet that many use: nothing outlives the page
// [data-ballot-step] holds what belongs to a step: choose, check, receipt. [data-ballot-go] are the buttons: change, cast, look.
// [data-ballot-says] are told how it stands; the data-says-* of one of them hold the sentences: asking, ready, sending, waiting, proved,
// unsigned, broken, offline, unanswered, unable. [data-ballot-receipt] is a link that appears once there is a receipt to keep.
import { each } from "./each.js";
import { fromHex, toHex } from "./ballot-bytes.js";
import { alone, forget, store } from "./ballot-kept.js";
import { isConsistent, isIncluded, leafHash, opened } from "./ballot-log.js";
import { choiceOf, recordOf, whyNot } from "./ballot-record.js";
import { accuse, fill, list, short, show, spaced } from "./ballot-steps.js";
import { begun, finished } from "./ballot-token.js";

const FIRST_WAIT = 3000, LONGEST_WAIT = 60000;
const nameless = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };

class Told extends Error {} // what the server said, in words for people

async function asked(address, how) {
  const answer = await fetch(address, how);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Told(body.detail ?? body.title ?? `${answer.status}`), { status: answer.status });
  return body;
}

const tokenFor = (form, kept) => alone(form.dataset.vote, async () => {
  const { vote, tokenKey, tokenUrl, closes } = form.dataset, held = kept.read();
  if (held.token) return held.token;
  const asking = held.begun ?? await begun(vote, tokenKey);
  kept.write({ begun: asking, closes }); // before it is sent: an answer that gets lost is asked for again
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "" };
  const { signature } = await asked(tokenUrl, { method: "POST", headers, body: JSON.stringify({ blinded: asking.blinded }) });
  const token = await finished(vote, tokenKey, asking, signature);
  kept.write({ token, begun: undefined });
  return token;
});

// Cast a choice. A ballot whose answer got lost may be in the box: the same choice is sent as the same ballot, another as the next one.
async function cast(form, kept, choice) {
  const token = await tokenFor(form, kept), { vote, boxUrl } = form.dataset, { revision = 0, sent } = kept.read();
  const made = async (number) => { const record = recordOf(vote, choice, token, number); return { number, record, leaf: toHex(await leafHash(record)) }; };
  let ballot = await made(sent?.number ?? revision + 1);
  if (sent && sent.leaf !== ballot.leaf) ballot = await made(sent.number + 1);
  kept.write({ sent: { number: ballot.number, leaf: ballot.leaf } });
  const how = { ...nameless, method: "POST", headers: { "Content-Type": "application/json" }, body: ballot.record };
  const { leaf } = await asked(boxUrl, how);
  if (leaf !== ballot.leaf) throw new Error("the box answered for another ballot");
  kept.write({ revision: ballot.number, leaf, receipt: undefined, sent: undefined });
}

// Return the receipt once the log proves it, null while the ballot waits to be sealed.
async function proved(form, kept) {
  const { vote, proofUrl, logKey } = form.dataset, { leaf, seen } = kept.read();
  const proof = await asked(`${proofUrl}?leaf=${leaf}`, nameless).catch((problem) => { if (problem.status === 404) return null; throw problem; });
  if (!proof) return null;
  const { size, root, signed } = await opened(proof.checkpoint, logKey);
  const included = await isIncluded(fromHex(leaf), proof.index, size, proof.hashes.map(fromHex), root);
  if (signed === false || size !== proof.size || !included || !await grewOnly(form, seen, logKey)) throw new Error("the log does not prove the ballot");
  const receipt = { format: "madang-receipt/1", vote, leaf, index: proof.index, checkpoint: proof.checkpoint };
  kept.write({ receipt, seen: proof.checkpoint, signed });
  return { receipt, signed };
}

// Tell whether the log that this browser saw last time begins the present one: nothing was taken out since.
async function grewOnly(form, seen, logKey) {
  if (!seen) return true;
  const before = await opened(seen, logKey);
  const { hashes, checkpoint } = await asked(`${form.dataset.consistencyUrl}?first=${before.size}`, nameless);
  const now = await opened(checkpoint, logKey);
  return now.signed !== false && isConsistent(before.size, now.size, hashes.map(fromHex), before.root, now.root);
}

function ballot(form) {
  const says = document.querySelectorAll("[data-ballot-says]"), sentences = document.querySelector("[data-says-ready]")?.dataset ?? {}, link = document.querySelector("[data-ballot-receipt]");
  const say = (name, more = "") => says.forEach((one) => { one.textContent = sentences[`says${name}`] ?? more; one.dataset.state = name.toLowerCase(); });
  const fail = (problem) => problem instanceof Told ? say("Refused", problem.message) : say(problem instanceof TypeError ? "Offline" : "Broken");
  let kept;
  try {
    kept = store(form.dataset.vote, form.dataset.keep !== "no");
    if (!globalThis.crypto?.subtle) throw new Error("no cryptography here");
  } catch {
    document.querySelectorAll("[form=ballot]").forEach((one) => { one.hidden = true; });
    form.addEventListener("submit", (event) => event.preventDefault());
    say("Unable");
    return;
  }
  const offer = () => {
    const { leaf, receipt, token } = kept.read(), lines = receipt?.checkpoint.split("\n") ?? [];
    fill({ leaf: short(leaf), serial: short(token?.serial), number: spaced(token?.serial), log: lines.length ? `${lines[1]} · ${lines[2].slice(0, 12)}…` : "" });
    if (!link) return;
    link.hidden = !receipt;
    if (!receipt) return;
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(receipt, null, 1))}`;
    link.download = `receipt-${form.dataset.vote}.json`;
  };
  let wait = FIRST_WAIT, timer = 0, busy = false, choice;
  const watch = async () => {
    clearTimeout(timer);
    if (!form.isConnected || busy || !kept.read().leaf) return;
    try {
      const found = await proved(form, kept);
      offer();
      if (found) { say(found.signed === null ? "Unsigned" : "Proved"); return; }
      say("Waiting");
    } catch (problem) {
      fail(problem);
      if (!(problem instanceof TypeError)) return; // no connection: the next look tries again
    }
    wait = Math.min(wait * 2, LONGEST_WAIT);
    timer = setTimeout(watch, wait);
  };
  const choosing = () => { clearTimeout(timer); show("choose"); say("Ready"); };
  const check = () => {
    choice = choiceOf(form, form.dataset.kind);
    const { minimum, maximum, most, strict } = form.dataset;
    const fault = whyNot(choice, form.dataset.kind, { minimum: Number(minimum), maximum: Number(maximum), most: Number(most), strict: Boolean(strict) });
    accuse(form, fault);
    if (fault) return;
    list(form, choice, form.dataset.kind);
    say("Ready");
    history.pushState({ ballot: "check" }, "");
    show("check");
  };
  const send = async () => {
    if (busy) return; // a second press
    busy = true;
    say("Sending");
    try {
      await cast(form, kept, choice);
      busy = false;
      wait = FIRST_WAIT;
      offer();
      history.replaceState(null, "");
      show("receipt");
      form.dispatchEvent(new CustomEvent("ballot:cast", { bubbles: true }));
      await watch();
    } catch (problem) { fail(problem); } finally { busy = false; }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); check(); });
  const go = { cast: send, change: () => { if (history.state?.ballot) history.back(); else choosing(); }, look: watch };
  document.querySelectorAll("[data-ballot-go]").forEach((button) => button.addEventListener("click", () => go[button.dataset.ballotGo]()));
  addEventListener("popstate", () => { if (!busy) choosing(); });
  addEventListener("online", watch);
  forget(Date.now());
  offer();
  const held = kept.read();
  if (held.sent) say("Unanswered");
  else if (held.leaf) { show("receipt", { quietly: true }); watch(); }
  // The token is fetched when the page opens, not when the ballot is sent: the less the two instants have to do with each other, the better.
  else { say("Asking"); tokenFor(form, kept).then(() => { offer(); say("Ready"); }, fail); }
}
export const ballots = (root) => each(root, "form[data-ballot]", ballot);
ballots(document);

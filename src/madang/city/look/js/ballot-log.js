// The log of a ballot box: checkpoints (C2SP signed notes), inclusion and consistency proofs (RFC 9162, 2.1.3.2 and 2.1.4.2).
import { bytes, fromBase64, sha256, toHex } from "./ballot-bytes.js";

const up = (number) => Math.floor(number / 2); // the log may be longer than 32 bits hold
export const leafHash = (record) => sha256([0], bytes(record));
const above = (left, right) => sha256([1], left, right);
const same = (one, other) => toHex(one) === toHex(other);

export async function isIncluded(leaf, index, size, proof, root) {
  if (!(index >= 0 && index < size)) return false;
  let place = index, last = size - 1, found = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      found = await above(beside, found);
      while (place && place % 2 === 0) { place = up(place); last = up(last); }
    } else found = await above(found, beside);
    place = up(place); last = up(last);
  }
  return last === 0 && same(found, root);
}

export async function isConsistent(first, size, proof, oldRoot, newRoot) {
  if (first === size) return proof.length === 0 && same(oldRoot, newRoot);
  if (!(first > 0 && first < size)) return false;
  const path = Number.isInteger(Math.log2(first)) ? [oldRoot, ...proof] : [...proof];
  if (!path.length) return false;
  let place = first - 1, last = size - 1;
  while (place % 2) { place = up(place); last = up(last); }
  let old = path[0], now = path[0];
  for (const beside of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      [old, now] = [await above(beside, old), await above(beside, now)];
      while (place && place % 2 === 0) { place = up(place); last = up(last); }
    } else now = await above(now, beside);
    place = up(place); last = up(last);
  }
  return last === 0 && same(old, oldRoot) && same(now, newRoot);
}

// Return size and root of a checkpoint. signed is true, false, or null where this browser has no Ed25519.
export async function opened(note, verifierKey) {
  const [name, id, key] = [verifierKey.split("+")[0], verifierKey.split("+")[1], verifierKey.split("+").slice(2).join("+")];
  const cut = note.indexOf("\n\n"), text = note.slice(0, cut + 1), [origin, size, root, ...more] = text.split("\n");
  if (cut < 0 || origin !== name || more.length !== 1) throw new Error("this is no checkpoint of the vote's log");
  const lines = note.slice(cut + 2).split("\n").filter((line) => line.startsWith(`\u2014 ${name} `)).map((line) => fromBase64(line.split(" ")[2]));
  const mine = lines.filter((raw) => toHex(raw.slice(0, 4)) === id).map((raw) => raw.slice(4));
  return { size: Number(size), root: fromBase64(root), signed: await isSigned(fromBase64(key), bytes(text), mine) };
}

async function isSigned(key, text, signatures) {
  let imported;
  try { imported = await crypto.subtle.importKey("raw", key.slice(1), { name: "Ed25519" }, false, ["verify"]); } catch { return null; }
  for (const signature of signatures) if (await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, text)) return true;
  return false;
}

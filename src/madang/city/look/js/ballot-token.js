// A token that lets somebody vote once, signed by the registrar without being seen (RFC 9474, RSABSSA-SHA384-PSS-Randomized).
import { BlindRSA, Params } from "@cloudflare/blindrsa-ts";
import { bytes, fromBase64, fromHex, toBase64, toHex } from "./ballot-bytes.js";

const suite = new BlindRSA(Params.RSABSSA_SHA384_PSS_Randomized);
const keyOf = (spki) => crypto.subtle.importKey("spki", fromBase64(spki), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
const PREFIX = 32;

// Return what is kept until the registrar answers: asked again with the same message, it gives the same answer.
export async function begun(vote, spki) {
  const serial = toHex(crypto.getRandomValues(new Uint8Array(32)));
  const message = suite.prepare(bytes(`madang-vote-token/1\n${vote}\n${serial}`));
  const { blindedMsg, inv } = await suite.blind(await keyOf(spki), message);
  return { prefix: toHex(message.slice(0, PREFIX)), serial, blinded: toBase64(blindedMsg), inverse: toBase64(inv) };
}

// Return the token that the answer makes; fails if the registrar signed anything else, or with another key.
export async function finished(vote, spki, { prefix, serial, inverse }, answer) {
  const message = new Uint8Array([...fromHex(prefix), ...bytes(`madang-vote-token/1\n${vote}\n${serial}`)]);
  const signature = await suite.finalize(await keyOf(spki), message, fromBase64(answer), fromBase64(inverse));
  return { prefix, serial, signature: toBase64(signature) };
}

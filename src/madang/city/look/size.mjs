// Weigh what a first visit fetches: style, script, and a page if its address is given. Limits: JS 25 KB, page 60 KB, compressed.
// The script of a secret ballot comes on top on its page alone: 20 KB.
// npm run size [-- http://127.0.0.1:8000/]
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const built = join(dirname(fileURLToPath(import.meta.url)), "static/look/built");
const weigh = (name, bytes) => ({ name, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length });
const parts = [];
for (const file of ["madang.css", "madang.js", "htmx.js"]) parts.push(weigh(file, await readFile(join(built, file))));
if (process.argv[2]) parts.push(weigh(process.argv[2], Buffer.from(await (await fetch(process.argv[2])).arrayBuffer())));
for (const { name, gzip, brotli } of parts) console.log(`${name.padEnd(40)} ${String(gzip).padStart(7)} gzip ${String(brotli).padStart(7)} brotli`);
const sum = parts.reduce((all, part) => all + part.gzip, 0), script = parts[1].gzip + parts[2].gzip;
console.log(`${"together (limit 61440)".padEnd(40)} ${String(sum).padStart(7)} gzip; script ${script} of 25600`);
const ballot = weigh("ballot.js", await readFile(join(built, "ballot.js"))).gzip;
console.log(`${"ballot.js, on its page alone".padEnd(40)} ${String(ballot).padStart(7)} gzip of 20480`);
if (sum > 61440 || script > 25600 || ballot > 20480) { console.error("Too heavy."); process.exit(1); }

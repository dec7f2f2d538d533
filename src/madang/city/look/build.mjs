// Build the front end: styles, script, typefaces. Needs node_modules (npm ci) and nothing else; no network.
// Writes static/look/built/ (what pages load) and fonts/ (what the PDF letters embed). Run: npm run build
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const modules = join(root, "node_modules");
const built = join(here, "static/look/built");
const fonts = join(here, "fonts");
const find = createRequire(import.meta.url).resolve;

async function styles() {
  const { css } = sass.compile(join(here, "sass/madang.scss"), { style: "expanded", loadPaths: [modules], quietDeps: true, silenceDeprecations: ["if-function"] });
  const result = await build({
    stdin: { contents: css, loader: "css", resolveDir: built }, write: false, minify: true, target: ["chrome105", "firefox121", "safari15.4"], legalComments: "none",
  });
  await writeFile(join(built, "madang.css"), result.outputFiles[0].text);
}

async function scripts() {
  const common = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none" };
  await build({ ...common, entryPoints: [join(here, "js/madang.js")], outfile: join(built, "madang.js") });
  await build({ ...common, entryPoints: [join(here, "js/htmx.js")], outfile: join(built, "htmx.js") });
  await build({ ...common, entryPoints: [join(here, "js/ballot.js")], outfile: join(built, "ballot.js") }); // only on the page of a secret ballot
}

async function typefaces() {
  for (const name of ["noto-sans-kr", "noto-sans-sc"]) {
    const folder = dirname(find(`@expo-google-fonts/${name}/package.json`));
    const family = name === "noto-sans-kr" ? "NotoSansKR" : "NotoSansSC";
    for (const weight of ["400Regular", "700Bold"]) await copyFile(join(folder, weight, `${family}_${weight}.ttf`), join(fonts, `${family}_${weight}.ttf`));
    await writeFile(join(fonts, `${family}_LICENSE`), await readFile(join(folder, "LICENSE_FONT")));
  }
}

for (const folder of [built, fonts]) { await rm(folder, { recursive: true, force: true }); await mkdir(folder, { recursive: true }); }
await Promise.all([styles(), scripts(), typefaces()]);
console.log(`Built the front end in ${built}`);

// Comfort only: every page works without this file. Each module finds its parts by a data- attribute.
import { tabs } from "./tabs.js";
import { dialogs } from "./dialogs.js";
import { menus } from "./menus.js";
import { printing } from "./printing.js";
import { suggestions } from "./suggestions.js";
import { counting } from "./counting.js";
import { passwords } from "./passwords.js";
import { errors } from "./errors.js";
import { files } from "./files.js";
import { shown } from "./shown.js";
import { once } from "./once.js";
import { autosave } from "./autosave.js";
import { bulk } from "./bulk.js";
import { live } from "./live.js";
import { codes } from "./codes.js";
import { marks } from "./marks.js";
import { worker } from "./worker.js";

const modules = [tabs, dialogs, printing, suggestions, counting, passwords, errors, files, shown, once, autosave, bulk, live, codes, marks];
const start = (root) => modules.forEach((module) => module(root));
start(document);
menus();

const self = document.querySelector("script[data-madang]");
worker(self?.dataset.worker);
// htmx is fetched only by pages that use it; what it brings in is started like the rest.
if (self?.dataset.htmx && document.querySelector("[hx-get],[hx-post],[hx-put],[hx-delete],[hx-patch],[hx-boost]")) {
  import(self.dataset.htmx).then(() => document.body.addEventListener("htmx:load", (e) => start(e.detail.elt)));
}

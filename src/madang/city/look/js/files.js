// Files dropped onto a file field are chosen like any others, and their names are said (and shown, if there are several). Dropped beside it they do not
// replace the page, which would lose what was typed.
import { each } from "./each.js";
const holds = (e) => [...(e.dataTransfer?.types ?? [])].includes("Files");
let guarded = false;
const guard = () => {
  if (guarded) return;
  guarded = true;
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (e) => { if (holds(e) && !e.defaultPrevented) { e.preventDefault(); e.dataTransfer.dropEffect = "none"; } });
};
export const files = (root) => each(root, "[data-file]", (box) => {
  const input = box.querySelector("input[type=file]"), hint = box.querySelector("[data-drop]"), told = box.querySelector("[data-chosen-files]");
  if (!input) return;
  guard();
  if (hint) hint.hidden = !matchMedia("(any-pointer: fine)").matches;
  const tell = () => {
    if (!told) return;
    told.classList.toggle("govuk-visually-hidden", input.files.length < 2); // the browser shows the name of one file itself
    told.textContent = input.files.length ? told.dataset.chosenFiles.replace("#", [...input.files].map((file) => file.name).join(", ")) : "";
  };
  let depth = 0;
  const over = (on) => { depth = on ? depth : 0; box.classList.toggle("is-over", on); };
  box.addEventListener("dragenter", (e) => { if (holds(e) && !input.disabled) { e.preventDefault(); depth += 1; over(true); } });
  box.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) over(false); });
  box.addEventListener("dragover", (e) => { if (holds(e) && !input.disabled) { e.preventDefault(); e.dataTransfer.dropEffect = "copy"; } });
  box.addEventListener("drop", (e) => {
    if (!holds(e) || input.disabled) return;
    e.preventDefault();
    over(false);
    const all = new DataTransfer(), came = [...e.dataTransfer.files];
    for (const file of input.multiple ? [...input.files, ...came] : came.slice(0, 1)) all.items.add(file);
    if (!came.length) return;
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => setTimeout(tell));
});

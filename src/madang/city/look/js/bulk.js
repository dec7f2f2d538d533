// Rows that are chosen together: how many, and all at once.
import { each } from "./each.js";
export const bulk = (root) => each(root, "form[data-bulk]", (form) => {
  const boxes = () => [...form.querySelectorAll(".md-check input:not([data-all])")];
  const note = form.querySelector("[data-chosen]"), all = form.querySelector("[data-all]");
  const look = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (note) note.textContent = note.dataset.chosen.replace("#", chosen);
    if (all) { all.checked = chosen > 0 && chosen === boxes().length; all.indeterminate = chosen > 0 && !all.checked; }
  };
  if (all) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); look(); });
  }
  form.addEventListener("change", look);
  look();
});

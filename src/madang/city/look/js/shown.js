// Questions that matter only after some answers. Without script all are there; the server decides anyway.
import { each } from "./each.js";
export const shown = (root) => each(root, "[data-shown-when]", (group) => {
  const form = group.closest("form"), name = group.dataset.shownWhen, values = (group.dataset.shownValues ?? "").split("|");
  if (!form) return;
  const look = () => {
    const now = new FormData(form).getAll(name).map(String);
    group.hidden = values[0] === "" && values.length === 1 ? !now.some(Boolean) : !now.some((value) => values.includes(value));
  };
  form.addEventListener("change", look);
  form.addEventListener("input", look);
  look();
});

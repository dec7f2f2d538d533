// Dialogs: without script the opener is a link to a page that asks the same question.
import { each } from "./each.js";
export const dialogs = (root) => each(root, "[data-dialog]", (opener) => {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (e) => { e.preventDefault(); dialog.showModal(); });
  dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
});

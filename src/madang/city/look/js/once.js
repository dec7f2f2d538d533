// A second press does not send twice. The server refuses it too.
import { each } from "./each.js";
export const once = (root) => each(root, "form[data-once]", (form) => {
  let sent = false;
  form.addEventListener("submit", (e) => { if (sent) e.preventDefault(); else { sent = true; form.setAttribute("aria-busy", "true"); } });
  addEventListener("pageshow", (e) => { if (e.persisted) { sent = false; form.removeAttribute("aria-busy"); } });
});

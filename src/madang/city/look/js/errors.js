// The error summary takes the focus; its links lead into the field and show its label.
import { each } from "./each.js";
export const errors = (root) => each(root, "[data-error-summary]", (box) => {
  box.focus();
  box.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    (field.closest(".govuk-form-group") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
});

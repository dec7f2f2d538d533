// A button that shows the password; hidden again before it is sent.
import { each } from "./each.js";
export const passwords = (root) => each(root, "[data-password]", (box) => {
  const input = box.querySelector("input"), button = box.querySelector("button");
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.setAttribute("aria-pressed", shown);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
});

// Print buttons appear only where script can print.
import { each } from "./each.js";
export const printing = (root) => each(root, "[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => print()); });

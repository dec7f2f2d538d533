// The code of a letter stands behind the # of the address in its picture, so that no server and no log ever reads it there.
import { each } from "./each.js";
export const codes = (root) => each(root, "[data-code-from-address]", (field) => {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Z-]{8,40}$/i.test(code)) return;
  field.value ||= code;
  history.replaceState(null, "", location.pathname + location.search);
});

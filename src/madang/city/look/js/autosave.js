// A form that saves itself after changes. "Saved at 14:06" stands in [data-saved]; its data-saved-words carries the sentence with #.
import { each, later } from "./each.js";
export const autosave = (root) => each(root, "form[data-autosave]", (form) => {
  const note = document.querySelector("[data-saved]");
  let last = "", sending = false, leaving = false;
  const typed = () => { const data = new FormData(form); for (const [name, value] of [...data]) if (value instanceof File) data.delete(name); return new URLSearchParams(data); };
  const save = async () => {
    const body = typed();
    if (sending || leaving || String(body) === last) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1", Accept: "application/json" } });
      if (answer.ok) {
        last = String(body);
        const now = new Date();
        if (note?.dataset.savedWords) note.textContent = note.dataset.savedWords.replace("#", now.toTimeString().slice(0, 5));
      }
    } catch { /* no connection: the next change tries again, and sending the form tells */ } finally { sending = false; }
  };
  last = String(typed());
  const soon = later(save, 1500);
  // what the button sends holds the files too; a copy without them must not come behind it
  form.addEventListener("submit", () => { leaving = true; });
  form.addEventListener("input", () => { leaving = false; });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
});

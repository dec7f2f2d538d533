// Characters left under a long answer; said aloud only when the typing rests. Counted as people do: one emoji is one.
import { each, later } from "./each.js";
const parts = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;
const length = (text) => (parts ? [...parts.segment(text)].length : [...text].length);
export const counting = (root) => each(root, "[data-count]", (group) => {
  const field = group.querySelector("textarea, input"), words = group.querySelector("[data-count-words]");
  if (!field || !words) return;
  const aloud = document.createElement("p");
  aloud.className = "govuk-visually-hidden"; aloud.setAttribute("aria-live", "polite"); words.after(aloud);
  field.removeAttribute("maxlength");
  const say = later(() => { aloud.textContent = words.textContent; }, 1000);
  const count = () => {
    const left = Number(group.dataset.count) - length(field.value);
    words.textContent = (left < 0 ? words.dataset.countOver : words.dataset.countWords).replace("#", Math.abs(left).toLocaleString(document.documentElement.lang));
    words.classList.toggle("govuk-character-count__message--over", left < 0);
  };
  field.addEventListener("input", () => { count(); say(); });
  count();
});

// A search field that suggests: the ARIA combobox with a list box. The server answers JSON [{title, summary, url}].
import { each, later } from "./each.js";
let number = 0;
export const suggestions = (root) => each(root, "form[data-suggest]", (form) => {
  const input = form.querySelector("input[type=search]"), field = input?.closest(".md-search__field");
  if (!field) return;
  const list = document.createElement("ul");
  list.className = "md-suggest"; list.id = `suggest-${++number}`; list.hidden = true;
  list.setAttribute("role", "listbox"); list.setAttribute("aria-label", field.querySelector("label")?.textContent ?? "");
  field.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let at = -1, asked = "", request;
  const options = () => [...list.children];
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (i) => {
    at = i;
    options().forEach((o, k) => o.setAttribute("aria-selected", k === i));
    const chosen = options()[i];
    if (chosen) { input.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const fill = (hits) => {
    list.replaceChildren(...hits.map((hit, i) => {
      const option = document.createElement("li"), words = document.createElement("span");
      option.id = `${list.id}-${i}`; option.setAttribute("role", "option"); option.setAttribute("aria-selected", "false"); option.dataset.url = hit.url;
      words.textContent = hit.title; option.append(words);
      if (hit.summary) { const more = document.createElement("small"); more.textContent = hit.summary; option.append(more); }
      return option;
    }));
    at = -1; list.hidden = !hits.length; input.setAttribute("aria-expanded", String(hits.length > 0)); input.removeAttribute("aria-activedescendant");
  };
  const ask = later(async () => {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words; request?.abort();
    if (!words) return fill([]);
    request = new AbortController();
    try {
      const url = new URL(form.dataset.suggest, location.href);
      url.searchParams.set(input.name, words);
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const said = await answer.json();
      if (document.activeElement === input) fill((said.hits ?? said).slice(0, 8));
    } catch { /* a lost or overtaken question is no matter: the form still searches */ }
  }, 120);
  const go = (option) => { location.assign(option.dataset.url); };
  input.addEventListener("input", (e) => { if (!e.isComposing) ask(); });
  input.addEventListener("compositionend", () => ask());
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const most = options().length;
    if (e.key === "Escape") { if (!list.hidden) { e.preventDefault(); close(); } }
    else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (!most) return;
      e.preventDefault();
      if (list.hidden) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
      mark(e.key === "ArrowDown" ? (at + 1 >= most ? -1 : at + 1) : (at === -1 ? most - 1 : at - 1));
    } else if (e.key === "Enter" && at >= 0 && !list.hidden) { e.preventDefault(); go(options()[at]); }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (e) => e.preventDefault());
  list.addEventListener("click", (e) => { const option = e.target.closest("li"); if (option) go(option); });
});

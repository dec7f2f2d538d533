// Tabs of one page: plain sections until this runs. Arrow keys, Home and End; the address keeps the tab.
import { each } from "./each.js";
export const tabs = (root) => each(root, "[data-tabs]", (box) => {
  const links = [...box.querySelectorAll(".govuk-tabs__tab")];
  const panels = links.map((a) => document.getElementById(a.hash.slice(1)));
  if (!links.length || panels.includes(null)) return;
  const show = (i, focus) => links.forEach((a, k) => {
    const on = k === i;
    a.parentElement.classList.toggle("govuk-tabs__list-item--selected", on);
    a.setAttribute("aria-selected", on); a.tabIndex = on ? 0 : -1;
    panels[k].classList.toggle("govuk-tabs__panel--hidden", !on);
    if (on && focus) a.focus();
  });
  box.querySelector(".govuk-tabs__list").setAttribute("role", "tablist");
  links.forEach((a, i) => {
    a.parentElement.setAttribute("role", "presentation");
    a.setAttribute("role", "tab"); a.setAttribute("aria-controls", panels[i].id); a.id ||= `tab-${panels[i].id}`;
    panels[i].setAttribute("role", "tabpanel"); panels[i].setAttribute("aria-labelledby", a.id); panels[i].tabIndex = 0;
    a.addEventListener("click", (e) => { e.preventDefault(); show(i); history.replaceState(null, "", a.hash); });
    a.addEventListener("keydown", (e) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: links.length - 1 }[e.key];
      if (to !== undefined) { e.preventDefault(); show((to + links.length) % links.length, true); }
    });
  });
  show(Math.max(0, links.findIndex((a) => a.hash === location.hash)));
});

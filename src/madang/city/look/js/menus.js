// Menus made of <details> close on Escape and on a click outside.
export function menus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") open().forEach((d) => { d.open = false; d.querySelector("summary").focus(); }); });
  document.addEventListener("click", (e) => open().forEach((d) => { if (!d.contains(e.target)) d.open = false; }));
}

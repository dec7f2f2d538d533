// A ballot while it is marked: arrows put options in order, and the bar at the foot says what is chosen and how many points are left.
// <form data-marks="radios | checkboxes | places | points" data-marks-most>; [data-marks-said] says it, with data-says-* for its words.
import { each } from "./each.js";

const option = (row) => row.querySelector("label").textContent.trim();

// Rows with a place first, in order; the arrows make it strict: 1, 2, 3.
function ranked(rows) {
  const place = (row) => Number(row.querySelector("select").value) || Infinity;
  return rows.filter((row) => place(row) < Infinity).sort((a, b) => place(a) - place(b));
}

function moved(form, button) {
  const rows = [...form.querySelectorAll("[data-marks-row]")], order = ranked(rows), row = button.closest("[data-marks-row]");
  const at = order.indexOf(row), up = button.value.startsWith("up");
  if (up && at < 0) { if (order.length < Number(form.dataset.marksMost)) order.push(row); }
  else if (up && at > 0) order.splice(at - 1, 2, row, order[at - 1]);
  else if (!up && at >= 0) { if (at === order.length - 1) order.pop(); else order.splice(at, 2, order[at + 1], row); }
  for (const one of rows) one.querySelector("select").value = order.includes(one) ? String(order.indexOf(one) + 1) : "";
  row.parentElement.append(...order, ...rows.filter((one) => !order.includes(one)));
  button.focus();
}

function words(form, text) {
  const { marks, marksMost: most } = form.dataset, rows = [...form.querySelectorAll("[data-marks-row]")];
  if (marks === "points") {
    const given = rows.reduce((sum, row) => sum + (Number(row.querySelector("input").value) || 0), 0);
    return most ? text.saysLeft.replace("#", Number(most) - given) : "";
  }
  const chosen = marks === "places" ? ranked(rows) : rows.filter((row) => row.querySelector(":checked"));
  return chosen.length ? text.saysChosen.replace("#", chosen.map(option).join(", ")) : "";
}

export const marks = (root) => each(root, "form[data-marks]", (form) => {
  const place = document.querySelector("[data-marks-said]");
  const say = () => { if (place) { place.textContent = words(form, place.dataset); place.hidden = !place.textContent; } };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    moved(form, button);
    say();
  });
  form.addEventListener("input", say);
  addEventListener("pageshow", say);
  say();
});

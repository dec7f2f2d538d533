// The steps of a secret ballot on its one page: choose (the form), check, receipt. Nothing of it leaves the browser before "Cast".
const step = (name) => document.querySelector(`[data-ballot-step="${name}"]`);

// Show one step and lead keyboard and reader to its heading; the browser's way back leads from the check to the choice.
export function show(name, { quietly = false } = {}) {
  for (const one of document.querySelectorAll("[data-ballot-step]")) one.hidden = !one.dataset.ballotStep.split(" ").includes(name);
  if (quietly) return;
  const shown = document.querySelector(`[data-ballot-step="${name}"]`);
  shown.tabIndex = -1;
  shown.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// Print what was chosen as the lines of the check page: the options' own words, in the order in which they count.
export function list(form, choice, kind) {
  const words = (number) => form.querySelector(`[data-ballot-option="${number}"]`)?.textContent.trim() ?? number;
  const { place, points } = form.dataset;
  const lines = kind === "ranking" ? choice.flatMap((rank, at) => rank.map((number) => [words(number), place.replace("0", at + 1)]))
    : Array.isArray(choice) ? choice.map((number) => [words(number), ""])
      : Object.entries(choice).map(([number, given]) => [words(number), points.replace("0", given)]);
  const check = step("check"), shown = check.querySelector("[data-ballot-chosen]");
  shown.replaceChildren(...lines.map(([option, more]) => {
    const line = document.createElement("li"), name = document.createElement("b"), said = document.createElement("span");
    name.textContent = option;
    said.textContent = more;
    line.append(name, said);
    return line;
  }));
  shown.hidden = !lines.length;
  check.querySelector("[data-ballot-blank]").hidden = Boolean(lines.length);
}

// Name what is wrong with a choice above the form, and lead there.
export function accuse(form, fault) {
  const box = document.querySelector("[data-ballot-errors]");
  box.hidden = !fault;
  if (!fault) return;
  const [name, told] = fault, link = box.querySelector("a");
  const option = told.option ? form.querySelector(`[data-ballot-option="${told.option}"]`)?.textContent.trim() : "";
  link.textContent = Object.entries({ ...told, option }).reduce((text, [key, value]) => text.replace(`{${key}}`, value), box.dataset[`says${name}`]);
  link.hash = (form.querySelector(told.option ? `[name="points_${told.option}"]` : ".vo-ballot :is(input, select)") ?? form).id;
  box.focus();
}

// Fill in the receipt: what stands in it in full is printed in short, as people read it to each other.
export function fill(told) {
  for (const [name, text] of Object.entries(told)) {
    for (const place of document.querySelectorAll(`[data-ballot-${name}]`)) {
      place.textContent = text ?? "";
      const row = place.closest("[data-ballot-row]");
      if (row) row.hidden = !text;
    }
  }
}
export const short = (hex) => hex ? `${hex.slice(0, 4)} ${hex.slice(4, 8)} ${hex.slice(8, 12)} … ${hex.slice(-4)}` : "";
export const spaced = (hex) => (hex?.match(/.{4}/g) ?? []).join(" ");

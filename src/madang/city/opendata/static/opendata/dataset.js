// Comfort on a data set's pages: each part is found by a data- attribute, and every page works without this file.
const all = (selector, fn) => document.querySelectorAll(selector).forEach(fn);

// An address is chosen whole as soon as it is entered.
all("input[data-selects]", (input) => input.addEventListener("focus", () => input.select()));

// The form of a chart shows only the fields that its kind knows; hidden ones are not sent.
all("form[data-builder]", (form) => {
  const kind = form.elements.kind;
  const fit = () => form.querySelectorAll("[data-for]").forEach((part) => {
    const fits = part.dataset.for.split(" ").includes(kind.value);
    part.hidden = !fits;
    part.querySelectorAll("input, select").forEach((field) => { field.disabled = !fits; });
  });
  kind.addEventListener("change", fit);
  fit();
});

// Code can be copied in one go.
all("[data-copy]", (block) => {
  if (!navigator.clipboard) return;
  const button = document.getElementById("copy-words").content.firstElementChild.cloneNode(true);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    button.textContent = button.dataset.done;
  });
  block.before(button);
});

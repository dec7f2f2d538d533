// Choose a place on the drawn map: a tap writes the point into the field, which takes it without script too.
const METRES_A_DEGREE = 111320;
const POINT = /^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/;

for (const box of document.querySelectorAll("[data-pick]")) {
  const input = document.getElementById(box.dataset.pick), svg = box.querySelector("svg"), here = svg?.querySelector("[data-here]");
  if (!input || !here) continue;
  const reach = svg.querySelector("[data-reach]"), metres = document.getElementById(box.dataset.metres ?? "");
  const [west, north, across, up] = ["west", "north", "across", "up"].map((name) => Number(box.dataset[name]));
  const { width: wide, height: high } = svg.viewBox.baseVal, whole = { width: wide, height: high };
  let at = { x: whole.width / 2, y: whole.height / 2 }, share = 1;

  const show = () => {
    const width = whole.width * share, height = whole.height * share;
    const x = Math.min(Math.max(at.x - width / 2, 0), whole.width - width), y = Math.min(Math.max(at.y - height / 2, 0), whole.height - height);
    svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    here.setAttribute("r", 7 * share);
  };
  const mark = () => {
    const typed = POINT.exec(input.value);
    here.setAttribute("visibility", typed ? "visible" : "hidden");
    reach?.setAttribute("visibility", typed && Number(metres?.value) > 0 ? "visible" : "hidden");
    if (!typed) return;
    at = { x: (Number(typed[2]) - west) * across, y: (north - Number(typed[1])) * up };
    here.setAttribute("cx", at.x); here.setAttribute("cy", at.y);
    reach?.setAttribute("cx", at.x); reach?.setAttribute("cy", at.y);
    reach?.setAttribute("r", Math.max(0, Number(metres?.value) || 0) / METRES_A_DEGREE * up);
  };
  svg.addEventListener("click", (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    input.value = `${(north - spot.y / up).toFixed(5)}, ${(west + spot.x / across).toFixed(5)}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const button of box.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => {
    share = Math.min(1, Math.max(1 / 32, share * Number(button.dataset.zoom)));
    show();
  });
  input.addEventListener("input", mark);
  metres?.addEventListener("input", mark);
  mark();
  box.hidden = false;
}

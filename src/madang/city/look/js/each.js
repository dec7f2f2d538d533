// Run fn once for every element that matches, the root itself too.
const seen = new WeakMap();
export function each(root, selector, fn) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const done = seen.get(element) ?? new Set();
    if (done.has(selector)) continue;
    seen.set(element, done.add(selector));
    fn(element);
  }
}
export const later = (fn, ms) => { let timer; return (...args) => { clearTimeout(timer); timer = setTimeout(fn, ms, ...args); }; };

// A region that is asked for again and again while somebody looks; unchanged answers (304) cost nothing.
import { each } from "./each.js";
export const live = (root) => each(root, "[data-live]", (region) => {
  const every = Math.max(1, Number(region.dataset.every) || 2) * 1000;
  let tag = "", failures = 0;
  const ask = async () => {
    if (!region.isConnected) return;
    if (!document.hidden) {
      try {
        const answer = await fetch(region.dataset.live, { headers: { "X-Live": "1", ...(tag && { "If-None-Match": tag }) } });
        failures = 0;
        if (answer.status === 200) {
          tag = answer.headers.get("ETag") ?? "";
          const html = await answer.text();
          if (!region.contains(document.activeElement) && region.innerHTML !== html) region.innerHTML = html;
          const done = answer.headers.get("X-Live-Done");
          if (done === "reload") location.reload(); // what comes now is more than this region
          if (done) return;
        } else if (answer.status !== 304) failures += 1;
      } catch { failures += 1; }
    }
    setTimeout(ask, every * Math.min(2 ** failures, 30));
  };
  setTimeout(ask, every);
});

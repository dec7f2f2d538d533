// How long a code still works, beside the words that say until when.
for (const timer of document.querySelectorAll("[data-seconds]")) {
  const until = Date.now() + 1000 * timer.dataset.seconds; // by this clock alone: it may differ from the city's
  const tell = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return void (timer.textContent = timer.dataset.saysOver);
    timer.textContent = timer.dataset.saysLeft.replace("#", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    setTimeout(tell, 1000);
  };
  tell();
}

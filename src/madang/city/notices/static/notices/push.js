// Comfort: lets this browser be told. Without script or push the page offers e-mail instead.
const box = document.querySelector("[data-push]");

function bytes(key) {
  const plain = atob((key + "=".repeat((4 - (key.length % 4)) % 4)).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error(box.dataset.denied);
  const worker = await navigator.serviceWorker.ready;
  const { key } = await (await fetch(box.dataset.key)).json();
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const answer = await fetch(box.dataset.subscribe, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ ...subscription.toJSON(), label: label() }),
  });
  if (!answer.ok) throw new Error((await answer.json()).problem);
  location.reload();
}

function label() {
  const agent = navigator.userAgent;
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name)) || "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((name) => agent.includes(name)) || "";
  return [browser.replace("Edg", "Edge"), system].filter(Boolean).join(", ");
}

if (box && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async (event) => {
    const said = box.querySelector("[role=status]");
    event.target.disabled = true;
    try {
      await subscribe();
    } catch (problem) {
      said.textContent = problem.message;
    }
    event.target.disabled = false;
  });
}

// Keeps the offline page and its style, nothing else: no page of a person ever lies in this cache.
const NAME = "madang-{{ version|safe }}", KEPT = {{ kept|safe }}, OFFLINE = {{ offline|safe }};
self.addEventListener("install", (e) => { e.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting())); });
self.addEventListener("activate", (e) => {
  e.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n !== NAME).map((n) => caches.delete(n)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (e) => {
  if (e.request.mode === "navigate") e.respondWith(fetch(e.request).catch(() => caches.match(OFFLINE)));
  else if (e.request.method === "GET" && KEPT.includes(new URL(e.request.url).pathname)) e.respondWith(fetch(e.request).catch(() => caches.match(e.request)));
});
self.addEventListener("push", (e) => {
  const said = e.data ? e.data.json() : {};
  e.waitUntil(self.registration.showNotification(said.title || "", { body: said.body || "", icon: said.icon, lang: said.lang, tag: said.tag, data: { url: said.url || "/" } }));
});
self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  const there = new URL(e.notification.data.url, self.location.origin);
  if (there.origin === self.location.origin) e.waitUntil(self.clients.openWindow(there.href));
});

// The service worker brings the offline page and push messages.
export function worker(address) {
  if (address && "serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register(address, { scope: "/" }).catch(() => { /* comfort only */ });
}

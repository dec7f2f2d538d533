// Bytes as base64 and hex, and SHA-256, in as few lines as browsers need.
export const bytes = (text) => new TextEncoder().encode(text);
export const toHex = (raw) => [...raw].map((one) => one.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const toBase64 = (raw) => btoa(String.fromCharCode(...raw));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
export const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
export const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));

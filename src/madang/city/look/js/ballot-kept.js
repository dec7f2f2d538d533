// What this browser keeps of a vote: the token until the vote closes, the receipt for good.
const PREFIX = "madang-ballot:";

// keeps: whether it may outlive the page. Throws where the browser lets no page keep anything: a token that is lost cannot be had again.
export function store(vote, keeps) {
  const memory = new Map();
  const box = keeps ? localStorage : { getItem: (key) => memory.get(key) ?? null, setItem: (key, text) => memory.set(key, text) };
  const read = () => JSON.parse(box.getItem(PREFIX + vote) ?? "{}");
  const write = (more) => box.setItem(PREFIX + vote, JSON.stringify({ ...read(), ...more }));
  write({});
  return { read, write };
}

export function forget(now) {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const { token, begun: asking, sent, ...rest } = JSON.parse(localStorage.getItem(key));
    if ((token || asking || sent) && rest.closes && Date.parse(rest.closes) < now) localStorage.setItem(key, JSON.stringify(rest));
  }
}

// Do something while no other page of this browser does it for the same vote: two must not ask for two tokens.
export const alone = (vote, act) => navigator.locks ? navigator.locks.request(PREFIX + vote, act) : act();

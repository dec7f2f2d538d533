// A ballot as the one text that is hashed: keys sorted, no blanks, so that the browser can tell its hash before it is sent.
export function choiceOf(form, kind) {
  const data = new FormData(form);
  const numbered = (name) => [...data].filter(([key, value]) => key.startsWith(`${name}_`) && Number(value) > 0).map(([key, value]) => [Number(key.slice(name.length + 1)), Number(value)]);
  if (kind === "score" || kind === "points") return Object.fromEntries(numbered("points"));
  if (kind !== "ranking") return data.getAll("choice").filter(Boolean).map(Number).sort((a, b) => a - b);
  const places = new Map();
  for (const [option, place] of numbered("place").sort(([a], [b]) => a - b)) places.set(place, [...(places.get(place) ?? []), option]);
  return [...places.keys()].sort((a, b) => a - b).map((place) => places.get(place));
}

// Return why a choice is no ballot: the name of the sentence that says so, and what stands in it; null where it is one. The box
// asks again; this is for people, who read it before anything is sent. A blank ballot always is one.
export function whyNot(choice, kind, { minimum, maximum, most, strict }) {
  const byPoints = kind === "score" || kind === "points", given = byPoints ? Object.values(choice) : choice.flat();
  if (byPoints) {
    const odd = Object.keys(choice).find((number) => !Number.isInteger(choice[number]) || choice[number] > most);
    if (odd) return ["Points", { option: odd }];
    const total = given.reduce((sum, one) => sum + one, 0);
    if (kind === "points" && total > most) return ["Total", { total }];
  }
  const shared = kind === "ranking" && strict ? choice.findIndex((rank) => rank.length > 1) : -1;
  if (shared >= 0) return ["Shared", { rank: shared + 1 }];
  if (given.length && given.length < minimum) return ["Few", {}];
  return given.length > maximum ? ["Many", {}] : null;
}

// JSON.stringify puts number-like keys in the order of numbers; the format wants the order of texts ("1", "10", "2").
const written = (choice) => Array.isArray(choice) ? JSON.stringify(choice) : `{${Object.keys(choice).sort().map((key) => `"${key}":${choice[key]}`).join(",")}}`;

export const recordOf = (vote, choice, { prefix, serial, signature }, revision) =>
  `{"choice":${written(choice)},"revision":${revision},"token":{"prefix":"${prefix}","serial":"${serial}","signature":"${signature}"},"vote":${JSON.stringify(vote)}}`;

// Numbers and names as the terminal shows them, too.

const minus = (text) => text.replace("-", "−");
export const number = (value, places = 1) => minus(value.toFixed(places));
export const percent = (value) => `${Math.round(value)} %`;

/** A change: always with its sign; 0 without one. */
export function signed(value, places = 1) {
  const text = Math.abs(value).toFixed(places);
  if (!Number(text)) return text;
  return (value < 0 ? "−" : "+") + text;
}

/** A change as the difference of the two numbers as they are shown: who subtracts finds this one. */
export function shift(value, change, places = 1) {
  const cut = (one) => Math.round(one * 10 ** places) / 10 ** places;
  return cut(cut(value) - cut(value - change));
}

export const pips = (filled) => "●".repeat(filled) + "○".repeat(4 - filled);
export const stake = (value) => (value >= 0.7 ? "high" : value >= 0.4 ? "some" : "low");

/** “a”, “a and b”, “a, b and c”. */
export const listed = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`
  : words.join(""));
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const of = (seat, list) => list?.find((one) => one.seat === seat);

/** The five features as the formula reads them now: fear and secrecy may have fallen. */
export function marks(crisis) {
  const now = { ...crisis.features };
  for (const one of ["misperception", "sensitivity"])
    now[one] = Math.min(now[one], Math.ceil(Math.trunc(crisis[`${one}_left`]) / 25));
  return now;
}

/** Where an index stands, in a word or two. */
export const course = (index) => (index.value >= index.goal ? "on course" : index.value >= index.floor + 8
  ? "below goal" : "in danger");

/** Names of one board. */
export function namesOf(board) {
  const members = new Map((board?.members || []).map((one) => [one.seat, one]));
  return {
    members,
    member: (seat) => (seat === "outside" ? board?.outside?.name : members.get(seat)?.name) || seat,
    card: (id) => board?.crises?.find((one) => one.card === id)?.title || id,
  };
}

/** A choice in one line: “Bilateral with Delmar on “The tunnel”: Listen, effort 1”. */
export function choiceLine(choice, names, words) {
  if (!choice) return "";
  if (choice.strategy === "hold") return `${words.strategy.hold}: ${words.strategy_hint.hold}`;
  const parts = [words.strategy[choice.strategy]];
  if (choice.target) parts.push(`with ${names.member(choice.target)}`);
  parts.push(`on “${names.card(choice.card)}”`);
  const how = [choice.tactic && words.tactic[choice.tactic],
    choice.clause && `clause ${words.clause[choice.clause].toLowerCase()}`, `effort ${choice.effort}`];
  return `${parts.join(" ")}: ${how.filter(Boolean).join(", ")}`;
}

/** Minutes and seconds; overtime with a plus. */
export function clockText(left) {
  const all = Math.floor(Math.abs(left));
  return `${left < 0 ? "+" : ""}${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
}

/** The time left of a phase now: the host's own count, carried on by this device's even clock. */
export function leftNow(phase) {
  if (!phase || phase.left === null || phase.left === undefined) return null;
  return phase.paused ? phase.left : phase.left - (performance.now() - (phase.heard ?? performance.now())) / 1000;
}

// The board of a seat: the two indices, the crises, what happened, the alliance, one's own brief.

import { h, paragraphs, said, sign, table, unseen } from "./dom.js";
import {
  choiceLine, counted, course, listed, marks, number, of, percent, pips, shift, signed, stake,
} from "./facts.js";

const way = (change, good = true) => (!change ? "" : change > 0 === good ? "good" : "bad");

/** A change with its sign and an arrow; what is good or bad stands in colour besides. */
export function changed(value, change, good = true, places = 1) {
  const by = shift(value, change, places);
  return h("span.change", { class: way(by, good) }, by ? [sign(by > 0 ? "▲ " : "▼ "), signed(by, places)]
    : [sign("· 0"), unseen("no change")]);
}

/** A member: its emblem in its colour, and its name. */
export const member = (facts) => h("span.who", sign(facts.emblem, `.emblem.c-${facts.colour}`), "\u00a0",
  said(facts.name));

/** Points as the line of a path; `at` gives each its place. */
export const line = (points, at) => points.map((one, number) => `${number ? "L" : "M"}${at(one)}`).join("");

/** A drawing of an index over `count` turns, with its goal and its floor; `body(at)` gives what is drawn. */
export function drawing({ goal, floor }, count, values, body) {
  const low = Math.min(floor, ...values) - 3;
  const high = Math.max(goal, ...values) + 3;
  const y = (value) => 62 - ((value - low) * 60) / (high - low);
  const level = (value, kind) => h(`line.${kind}`, { x1: 0, x2: 240, y1: y(value), y2: y(value) });
  const place = ([at, value]) => `${(4 + (at * 232) / (count - 1)).toFixed(1)} ${y(value).toFixed(1)}`;
  return h("svg.curve", { viewBox: "0 0 240 64", "aria-hidden": "true", preserveAspectRatio: "none" },
    level(goal, "goal"), level(floor, "floor"), body(place));
}

function curve(index) {
  // What the opening of this turn did is no point of the history yet.
  const values = [...index.history, ...(index.history.length > 1
    && Math.abs(index.history.at(-1) - index.value) < 0.005 ? [] : [index.value])];
  return drawing(index, values.length, values, (at) => h("path", { d: line([...values.entries()], at) }));
}

export function indices({ cohesion, stability }, level = "h3", places = 1) {
  return h("div.indices@indices", [cohesion, stability].map((facts) => {
    const where = course(facts);
    return h(`div.index@${facts.name}`,
      h(level, facts.name[0].toUpperCase() + facts.name.slice(1)),
      h("p.figure", h("strong", number(facts.value, places)), " ", changed(facts.value, facts.change, true, places)),
      curve(facts),
      h("p.hint", h("span", { class: where === "on course" ? "good" : where === "in danger" ? "bad" : "warn" },
        where), ` · goal ${number(facts.goal, 0)}, breaks below ${number(facts.floor, 0)}`));
  }));
}

/** The ladder: six steps, the present one named. */
export const ladder = ({ escalation: step }, words) => h("p.ladder",
  h("span.rungs", { "aria-hidden": "true" },
    [1, 2, 3, 4, 5, 6].map((one) => h(`span.r${one}@${one}`, { class: one <= step ? "on" : "" }))),
  h("span", `Step ${step} of 6: `, h("strong", words.step[step])));

export function features(crisis, words) {
  const now = marks(crisis);
  return h("ul.features", Object.entries(words.feature).map(([name, word]) => h(`li@${name}`,
    sign(pips(now[name]), ".pips"), ` ${word}`, unseen(` ${now[name]} of 4`))));
}

function moved(board, crisis) {
  if (!board.last || crisis.since === board.turn) return "new this turn";
  const moves = board.last.moves.filter((move) => move.card === crisis.card);
  const by = moves.reduce((sum, move) => sum + move.after - move.before, 0);
  return by > 0 ? `▲ climbed ${counted(by, "step")}` : by < 0 ? `▼ came down ${counted(-by, "step")}`
    : "stayed where it was";
}

export function crises({ board, words, names }) {
  const more = (name, text) => text && [h("dt", name), h("dd", text)];
  return [
    h("h2@h", "Crises on the table"),
    !board.crises.length && h("p@none", "No crisis is on the table: everybody holds."),
    board.crises.map((crisis) => {
      const own = of(board.seat, crisis.stakes);
      return h(`article.crisis@${crisis.card}`, h("h3", crisis.title),
        h("p.hint", words.domain[crisis.domain], crisis.date && ` · ${crisis.date}`, ` · ${moved(board, crisis)}`),
        ladder(crisis, words), paragraphs(crisis.situation), features(crisis, words),
        own && h("p@stake", h("strong", `Your stake: ${stake(own.stake)}. `), said(own.brief)),
        h("details", h("summary", "More about it"), h("dl",
          more("Quarrel", listed(crisis.parties.map(names.member))),
          more("At stake", crisis.stakes.map((one) => `${names.member(one.seat)} ${stake(one.stake)}`).join(", ")),
          more("Groundwork", crisis.groundwork > 0 && `${crisis.groundwork} of 2`),
          more("Who pays", crisis.who_pays), more("Law", crisis.law),
            more("Worth knowing", crisis.aloud || crisis.lesson),
          Object.entries(words.feature).map(([name, word]) => more(word, words.feature_hint[name])))));
    }),
  ];
}

/** What happened in the last turn, in the host's sentences {text, kind}; before they come, the choices alone. */
export function story({ board, words, names, told }) {
  const { last } = board || {};
  if (!last) return null;
  const fallback = () => Object.entries(last.choices).map(([seat, choice]) => (
    { text: `${names.member(seat)}: ${choiceLine(choice, names, words)}` }));
  const lines = told?.turn === last.turn && told.story.length ? told.story : fallback();
  const parts = [];
  for (const [at, { kind, text }] of lines.entries()) {
    if (kind === "title") parts.push(h(`h3@${at}`, text));
    else {
      if (parts.at(-1)?.tag !== "ul") parts.push(h(`ul.story@${at}`));
      const [mark, word] = { good: ["+", "Good: "], bad: ["!", "Bad: "] }[kind] || ["·", ""];
      parts.at(-1).children.push(h(`li@${at}`, { class: kind }, sign(mark, ".mark"), unseen(word), h("span", text)));
    }
  }
  return [h("h2@h", `What happened in turn ${last.turn}`), parts];
}

export function alliance({ board, names, words }) {
  const me = board.seat;
  const playing = names.members.has(me);
  const delta = (value, change) => {
    const by = shift(value, change, 0);
    return [number(value, 0), by ? h("span.delta", { class: way(by) }, ` ${signed(by, 0)}`) : ""];
  };
  const trust = (from, to) => playing && (from === to ? "–"
    : delta(board.trust[from][to], board.trust_change[from]?.[to] || 0));
  const { treaty, outside } = board;
  return [
    h("h2@h", "The alliance"),
    h("div.scroll@s", table("Members and their numbers",
      ["Member", playing && "Trusts you", playing && "You trust", "Standing", "Support", "Means", "Burden"],
      board.members.map((one) => ({
        key: one.seat, class: one.seat === me ? "me" : "",
        cells: [[member(one), one.seat === me && h("span.tag", "you"),
          one.election > 0 && one.election - board.turn < 2
          && h("span.tag", one.election === board.turn ? "votes" : "votes next")],
          trust(one.seat, me), trust(me, one.seat), delta(one.standing, one.standing_change),
            delta(one.support, one.support_change), number(one.means),
            `${number(one.burden_share, 0)}/${number(one.fair_share, 0)}`],
      })), true)),
    h("p.hint@legend", "Trust, standing (the others' mean trust) and support at home: 0 to 100. ",
      "Burden: percent borne lately / fair share."),
    h("div.pair@parts", ["cohesion", "stability"].map((name) => table(`What makes ${name}`,
      ["Part", "Weight", "Value", "Change"], board[name].parts.map((part) => ({ key: part.name,
      cells: [part.name, percent(part.weight), number(part.value, 0), changed(part.value, part.change, true, 0)] }))))),
    h("h3@rh", "The region"),
    h("p.hint@out", said(outside.name),
      `: ${percent(outside.known)} understood · ${words.treaty[Math.min(treaty.stage, 4)]}`,
      treaty.in_force > 0 && ` · ${counted(treaty.in_force, "treaty", "treaties")} in force`),
    table("The region", ["Of the region", "Value", "Change"],
      Object.values(board.region).map((one) => ({ key: one.name,
      cells: [words.name[one.name] || one.name, number(one.value),
      changed(one.value, one.change, !words.worse.includes(one.name))] })), true),
  ];
}

/** An objective: its goals, the score; `past` once nothing moves any more, `whole` with weights and bonus. */
export function objective({ objective: goal, score }, words, past, before = "Your objective: ", whole = true) {
  const met = past ? "" : " so far";
  return goal?.title && [
    h("h3@oh", before, said(goal.title)),
    table("Scorecard", ["Goal", whole && "Weight", past ? "Score" : "Now"],
      Object.entries(goal.weights).map(([name, weight]) => ({ key: name,
      cells: [words.goal[name] || name, whole && percent(weight), score.parts[name] === undefined ? "–"
      : number(score.parts[name], 0)] })), true),
    score.total !== null && h("p@sum", past ? "Score: " : "Score so far: ", h("strong", number(score.total)),
      score.bonus ? `, with ${signed(score.bonus)} bonus` : ""),
    whole && goal.bonus && h("p@bonus", `Bonus: ${goal.bonus}`,
      goal.bonus_met !== null && ` (${goal.bonus_met ? "" : "not "}met${met})`),
  ];
}

export function brief({ board, names, words, parts, over }) {
  const me = names.members.get(board.seat);
  if (!me) return null;
  return [
    h("h2@h", "Your brief"),
    h("p.lead@t", member(me), ": ", said(me.title)),
    !parts.class?.declassified && h("p.hint@s", sign("◆ "), "Only your team sees this."),
    h("div@b", paragraphs(me.brief)),
    me.red_lines.length > 0 && [h("h3@rh", "Your red lines"),
      h("ul@rl", me.red_lines.map((one, at) => h(`li@${at}`, one)))],
    objective(me, words, over),
  ];
}

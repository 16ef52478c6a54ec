// The end: how it came out, and everything secret opened.

import { indices, member } from "./board.js";
import { h, paragraphs, said, table } from "./dom.js";
import { number } from "./facts.js";

export function ending({ board, words }) {
  const end = board?.end;
  if (!end) return null;
  const scores = board.members.filter((one) => one.score.total !== null).sort((a, b) => b.score.total - a.score.total);
  return [
    h("h2@h", end.title),
    h("p.lead@o", words.outcome[end.outcome] || end.outcome, ". Grade ", h("strong", end.grade), `: ${words.grade[end.grade]}.`),
    h("div@t", paragraphs(end.closing)), h("div@u", paragraphs(end.text)),
    indices(board),
    scores.length > 0 && table("National scorecards", ["Member", "Score"], scores.map((one) => ({ key: one.seat, class: one.seat === board.seat ? "me" : "", cells: [[member(one), " ", h("span.hint", said(one.objective.title))], number(one.score.total)] }))),
  ];
}

/** What was secret: briefs, objectives, the other side, messages. */
export function opened({ parts, talk }) {
  const { members, outside, messages = [] } = parts.end || {};
  if (!members) return null;
  return [
    h("h2@h", "Declassified"),
    outside.greed !== null && h("p@out", "In truth ", said(outside.name), outside.greed > 0.5 ? " was out for gain: it answered weakness." : " sought security: it answered reassurance."),
    members.map((one) => h(`details@${one.seat}`, h("summary", said(one.name), ": ", said(one.objective.title)),
      paragraphs(one.brief),
      h("ul@r", one.red_lines.map((line, at) => h(`li@${at}`, line))),
      one.objective.bonus && h("p@b", `Bonus: ${one.objective.bonus}`, one.objective.bonus_met ? " (met)" : " (not met)"))),
    messages.length > 0 && h("details@m", h("summary", `All ${messages.length} messages`), h("ol.messages", messages.map((one) => talk.message(one, false)))),
  ];
}

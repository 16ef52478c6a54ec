// The end: how it came out, and everything secret opened.

import { indices, member, objective } from "./board.js";
import { h, paragraphs, said, table } from "./dom.js";
import { number } from "./facts.js";

export function ending({ board, words }) {
  const end = board?.end;
  if (!end) return null;
  const scores = board.members.filter((one) => one.score.total !== null).sort((a, b) => b.score.total - a.score.total);
  return [
    h("h2@h", end.title),
    h("p.lead@o", words.outcome[end.outcome], ". Grade ", h("strong", end.grade),
      `: ${words.grade[end.grade]}.`),
    h("div@t", paragraphs(end.closing)), h("div@u", paragraphs(end.text)),
    indices(board),
    scores.length > 0 && table("National scorecards", ["Member", "Score"],
      scores.map((one) => ({ key: one.seat, class: one.seat === board.seat ? "me" : "",
      cells: [[member(one), " ", h("span.hint", said(one.objective.title))], number(one.score.total)] }))),
  ];
}

/** What was secret of the members and the other side. */
export function opened({ parts, names, words }) {
  const { members, intent } = parts.end || {};
  if (!members) return null;
  return [
    h("h2@h", "Declassified"),
    h("p.hint@d", "What was secret is open to everybody now."),
    h("p.lead@out", said(intent)),
    members.map((one) => h(`details@${one.seat}`, { open: true },
      h("summary", names.members.has(one.seat) ? member(names.members.get(one.seat)) : said(one.name)),
      h("div@b", paragraphs(one.brief)),
      objective(one, words, true, "Objective: "),
      one.red_lines.length > 0 && [h("h3@rh", "Red lines"),
        h("ul@r", one.red_lines.map((line, at) => h(`li@${at}`, line)))])),
  ];
}

/** What is left to talk about: the cards' questions and, once they are open, all messages. */
export function overheard({ parts, talk }) {
  const { messages, earlier, questions } = parts.end || {};
  return questions && [
    questions[0] && [h("h2@q", "To talk about"), h("ul@l", questions.map((one) => h("li", one)))],
    messages && [h("h2@h", "All messages"),
      earlier > 0 && h("p.hint@e", `The latest ${messages.length}; ${earlier} earlier ones are in the report.`),
      messages[0] ? h("ol.messages@m", messages.map((one) => talk.message(one, false)))
        : h("p.hint@n", "Nobody wrote a message.")],
  ];
}

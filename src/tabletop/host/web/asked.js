// What is asked of the host when a reader opens it: why numbers moved, and what may come where that is allowed.

import { drawing, line } from "./board.js";
import { h, table } from "./dom.js";
import { number, signed } from "./facts.js";
import { told } from "./forms.js";

export class Asked {
  constructor(model) {
    Object.assign(this, { model, of: "", found: {}, open: new Set() });
  }

  /** Another board: what was answered before is asked anew, where it is open. */
  hear() {
    const { board, me } = this.model;
    const of = board && [me.group, me.seat, board.turn, board.over, board.overrules, board.injected, board.stood];
    if (!of || JSON.stringify(of) === this.of) return;
    this.of = JSON.stringify(of);
    this.found = {};
    for (const ask of [...this.open]) {
      if (ask.includes(" ")) this.open.delete(ask);
      else this.ask(ask, ask, {});
    }
  }

  async ask(key, what, fields) {
    const { of } = this;
    this.open.add(key);
    if (this.found[key]) return;
    const answer = await this.model.line.ask(what, fields).catch((error) => ({ error: told(error) }));
    if (of !== this.of) return;
    this.found[key] = answer;
    this.model.paint();
  }

  /** A part that is asked for when it is opened. */
  fold(key, title, what, fields, body) {
    const found = this.found[key];
    const ontoggle = ({ target }) => (target.open ? this.ask(key, what, fields) : this.open.delete(key));
    return h(`details@${key}`, { ontoggle }, h("summary", title),
      !found ? h("p.hint", "Reckoning …") : found.error ? h("p.error", found.error) : body(found));
  }

  why() {
    return this.fold("why", "Why did the numbers move?", "why", {}, ({ steered, numbers }) => [
      steered.length > 0 && h("ul", steered.map((one) => h("li", one))),
      !numbers.length && h("p.hint", "Nothing has moved yet."),
      numbers.map(({ title, variable, who, amount, good }) => this.fold(`why ${variable} ${who}`,
        [title, " ", h("b", { class: amount > 0 === good ? "good" : "bad" }, signed(amount, 2))], "why",
          { variable, who },
        ({ terms }) => table(title, ["Reason", "Change"], terms.map((one, key) => ({ key, cells: [
          `${one.title} (${one.rule})${one.why ? `: ${one.why}` : ""}`, signed(one.amount, 2)] })), true))),
    ]);
  }

  /** The outlook and the coach, where the facilitator allows them. */
  ahead() {
    const { me, parts, over } = this.model;
    if (!parts.class?.coach || over) return null;
    return [
      h("h2@h", "What may come"),
      this.fold("outlook", "The outlook", "outlook", {}, ({ outlook, told: words }) => [
        words.lines.map((one) => h("p", one)),
        [outlook.cohesion, outlook.stability].map((one) => fan(one, words.spans[one.name])),
        h("p.hint", words.honest)]),
      me.seat && this.fold("coach", "The coach", "coach", {}, ({ told: { counsel, advice } }) => [
        h("p.lead", counsel),
        table("Choices, the best first", ["Choice", "Against holding", "Chance"],
          advice.map(({ choice, gain, chance }, key) => ({ key, cells: [choice, gain, chance] })))]),
    ];
  }
}

/** Where an index may go: half of all futures lie in the dark band, eight of ten in the light one. */
function fan(one, words) {
  const rows = [Array(5).fill(one.now), ...one.lines];
  const side = (level) => rows.map((row, at) => [at, row[level]]);
  const heads = ["After turn", "1 of 10 below", "Middle", "1 of 10 above"];
  return h(`div@${one.name}`, h("p", words),
    drawing(one, rows.length, rows.flat(), (at) => [
      h("path.wide", { d: line([...side(0), ...side(4).reverse()], at) }),
      h("path.half", { d: line([...side(1), ...side(3).reverse()], at) }),
      h("path", { d: line(side(2), at) })]),
    h("details", h("summary", "In numbers"), table(one.name, heads, one.lines.map((row, at) => ({
      key: at, cells: [one.turns[at], ...[0, 2, 4].map((level) => number(row[level], 0))] })), true)));
}

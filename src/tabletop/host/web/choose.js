// Choosing: crisis, strategy, partner, tactic, clause, effort; with the chance and its terms as the host reckons them.

import { announce, h, kept, pick, said, sign, unseen } from "./dom.js";
import { choiceLine, listed, number, of, percent, signed, stake } from "./facts.js";
import { attempt, told } from "./forms.js";

const WITH_CLAUSE = ["bilateral", "multilateral"];

/** A choice with every field, as the host wants it; null while something is missing. */
function complete(draft, options) {
  if (!draft.strategy) return null;
  if (draft.strategy === "hold") {
    return { strategy: "hold", tactic: null, effort: 0, target: null, clause: null, card: null };
  }
  const crisis = options.crises.find((one) => one.card === draft.card);
  if (!crisis || (draft.strategy === "bilateral" && !crisis.targets.includes(draft.target))) return null;
  return {
    strategy: draft.strategy, card: crisis.card,
    tactic: options.tactics.length ? draft.tactic || "interest" : null,
    effort: Math.min(draft.effort ?? 1, options.efforts.at(-1)),
    target: draft.strategy === "bilateral" ? draft.target : null,
    clause: options.clauses.length && WITH_CLAUSE.includes(draft.strategy) ? draft.clause || "consult" : null,
  };
}

export class Chooser {
  /** What this person thinks of; kept on the device for the turn. */
  constructor(model) {
    Object.assign(this, { model, of: "", draft: {}, odds: null, error: "", busy: "" });
  }

  get own() {
    const { board } = this.model;
    return of(board?.seat, board?.seats);
  }

  get options() {
    return this.own?.options;
  }

  get sealed() {
    return this.own?.choice;
  }

  /** A new board: another turn begins with an empty sheet, the same one keeps its own. */
  hear() {
    const { board, me } = this.model;
    if (!board || !me) return;
    const of = `choice.${me.person}.${me.group}.${board.seat}.${board.turn}`;
    if (of !== this.of) {
      if (this.of) kept.write(this.of);
      this.of = of;
      this.draft = kept.read(of, {});
      this.odds = null;
      this.error = "";
    }
    const open = board.crises.map((one) => one.card);
    if (this.draft.card && !open.includes(this.draft.card)) this.draft = {};
    if (!this.draft.card && open.length === 1) this.draft.card = open[0];
    this.reckon();
  }

  set(part, value) {
    this.take({ ...this.draft, [part]: value });
  }

  take(draft) {
    this.draft = draft;
    this.error = "";
    kept.write(this.of, this.draft);
    this.reckon();
    this.model.paint();
  }

  reckon() {
    const options = this.options;
    const choice = options && complete(this.draft, options);
    const asked = choice && JSON.stringify([choice, this.model.board.turn,
      this.model.board.crises.map((one) => one.escalation)]);
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.timer);
    clearTimeout(this.again);
    if (!choice) {
      this.odds = null;
      return;
    }
    this.timer = setTimeout(async () => {
      let found;
      try {
        found = await this.model.line.ask("odds", { choice });
        announce(choice.strategy === "hold" ? "" : `Chance ${percent(found.chance)}`);
      } catch (error) {
        found = { error: error.status ? told(error) : "The host does not answer; the chance comes later." };
        const anew = () => { this.asked = null; this.reckon(); };
        if (!error.status || error.status === 429) this.again = setTimeout(anew, 2000);
      }
      if (asked !== this.asked) return;
      this.odds = found;
      this.model.paint();
    }, 120);
  }

  async act(verb, fields, done) {
    Object.assign(this, { busy: verb, error: "" });
    this.model.paint();
    this.error = await attempt(this.model, verb, fields, done);
    this.busy = "";
    this.model.paint();
  }

  /** The speaker seals: asked once more, for it binds the team. */
  confirm(choice) {
    const { names, words, board, question } = this.model;
    question("Commit for your team?", [
      h("p.lead", choiceLine(choice, names, words)), h("p", this.summary(choice)),
      h("p.hint", "Sealed until all have chosen. You can take it back until then."),
    ], "Commit", () => this.act("commit", { turn: board.turn, choice }, "Committed."));
  }

  // ---- the sheet

  view() {
    const { board, names, words, over, back } = this.model;
    const options = this.options;
    if (!options?.open || over || back) return null;
    if (this.sealed && this.model.mine?.committed) {
      return [h("h2@h", `Turn ${board.turn}: committed`), this.waiting()];
    }
    const { draft } = this;
    const choice = complete(draft, options);
    const usual = { tactic: "interest", clause: "consult", effort: Math.min(1, options.efforts.at(-1)) };
    const one = (part, value, label, hint, extra) => pick("radio", part, value,
      (draft[part] ?? usual[part]) === value, label, hint, () => this.set(part, value), extra);
    const group = (part, legend, list, kind = "") => list.length > 0
      && h(`fieldset${kind}@${part}`, h("legend", legend), list);
    const acts = draft.strategy && draft.strategy !== "hold";
    const crisis = options.crises.find((one) => one.card === draft.card);
    const facts = board.crises.find((one) => one.card === draft.card);
    const trust = (from, to) => number(board.trust[from][to], 0);
    const { means } = names.members.get(board.seat);
    return [
      h("h2@h", `Choose for turn ${board.turn}`),
      this.model.standIn(),
      this.drafts(),
      board.crises.length > 1 && group("card", "Which crisis?",
        board.crises.map(({ card, title, escalation, stakes }) => one("card", card, said(title),
        `step ${escalation}, your stake ${stake(of(board.seat, stakes)?.stake || 0)}`))),
      group("strategy", board.crises.length === 1 ? ["How will you meet “", said(facts.title), "”?"] : "How?",
        Object.entries(words.strategy).filter(([name]) => options.strategies.includes(name))
          .map(([name, word]) => one("strategy", name, word, words.strategy_hint[name],
          facts?.labels[name] && h("span.label", facts.labels[name])))),
      acts && [
        draft.strategy === "bilateral" && crisis
          && group("target", "With whom?", crisis.targets.map((seat) => seat === "outside"
          ? one("target", seat, said(board.outside.name), "the other side itself; everybody left out will mind")
          : one("target", seat, said(names.member(seat)),
            `trusts you ${trust(seat, board.seat)}, you trust it ${trust(board.seat, seat)}`))),
        group("tactic", "Which tactic?", options.tactics.map((name) => one("tactic", name, words.tactic[name],
          words.tactic_hint[name])), ".two"),
        WITH_CLAUSE.includes(draft.strategy) && group("clause", "Which clause?",
          options.clauses.map((name) => one("clause", name, words.clause[name], words.clause_hint[name])), ".two"),
        group("effort", `How much effort? You have ${number(means)} means.`,
          options.efforts.map((effort) => one("effort", effort, String(effort),
          ["only words", "one means", "two means"][effort])), ".row"),
      ],
      this.worth(choice),
      this.buttons(choice),
    ];
  }

  worth(choice) {
    const { odds, draft: { strategy, card } } = this;
    const { names, words } = this.model;
    if (!choice) return h("p.hint@worth",
      strategy && h("strong", card ? "The partner is missing: choose with whom. " : "The crisis is missing. "),
      "Chance, reasons and cost stand here once you have chosen.");
    if (choice.strategy === "hold") return h("p@worth",
      "Holding costs nothing. Those whom you leave alone will notice.");
    if (!odds) return h("p.hint@worth", "Reckoning …");
    if (odds.error) return h("p.error@worth", odds.error);
    const terms = Object.entries(odds.terms).filter(([, value]) => Math.abs(value) >= 0.05)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    const offended = Object.entries(odds.offended).filter(([, value]) => value <= -0.05)
      .sort((a, b) => a[1] - b[1])
      .map(([seat, value]) => `${names.member(seat)} ${signed(value, value <= -1 ? 0 : 1)} trust`);
    const row = (name, text) => text && [h("dt", name), h("dd", text)];
    return h("section.worth@worth", { "aria-label": "What it is worth" },
      h("p.chance", h("span.hint", "Chance "), h("strong", percent(odds.chance)),
        odds.assumption && h("span.hint", ` ${odds.assumption}`),
        odds.in_all && [h("br"), h("span.hint", "With the answer "), h("b", odds.in_all)]),
      h("meter", { min: 0, max: 100, value: Math.round(odds.chance), "aria-label": "Chance in percent" }),
      h("ul.terms", { "aria-label": "What the chance is made of, in points" },
        terms.map(([name, value]) => h(`li@${name}`, words.term[name] || name, " ",
        h("b", { class: value < 0 ? "bad" : "good" }, signed(value, Math.abs(value) < 1 ? 1 : 0))))),
      h("dl",
        row("A success", odds.effect + (odds.steps > 0
          ? odds.fast ? ", at once" : ", but only after this turn's escalation" : "")),
        row("The answer", odds.answered),
        row("Held back by", odds.limited && `${odds.limited}: one step at most`),
        row("Too few", odds.short && `a full summit needs ${odds.quorum}; below that one step at most`),
        row("Costs", this.cost()),
        row("May offend", listed(offended) || "nobody"),
        row("May leak", odds.leak > 0 && percent(odds.leak))));
  }

  cost() {
    const { cost } = this.odds;
    return cost ? `${number(cost, cost % 1 ? 1 : 0)} means` : "nothing";
  }

  /** Chance and cost in a line. */
  summary(choice) {
    const { odds } = this;
    return choice && choice.strategy !== "hold" && odds && !odds.error
      ? [`Chance ${percent(odds.chance)} ${odds.assumption}`, odds.in_all && `with the answer ${odds.in_all}`,
        `costs ${this.cost()}`].filter(Boolean).join("; ") : "";
  }

  buttons(choice) {
    const { me, phase, table, board, handed } = this.model;
    const alone = (table?.team || []).length < 2;
    const early = phase.phase === "lobby";
    const button = (key, kind, label, act) => {
      const off = !choice || early || handed || Boolean(this.busy);
      return h(`button${kind}@${key}`, { "aria-disabled": off, onclick: () => !off && act() },
        this.busy === key ? `${label} …` : label);
    };
    const share = () => this.act("draft", { turn: board.turn, choice }, "Your team sees your proposal.");
    const sum = this.summary(choice);
    const why = handed ? me.hint : early ? "Choices open when the class begins."
      : !me.speaker ? `${this.speaker()} commits for your team.`
      : !choice && "You are the speaker: your commit binds the team.";
    return h("div.buttons@buttons", { class: choice ? "bottom" : "" },
      sum && h("p@sum", h("strong", sum)),
      me.speaker && button("commit", ".main", "Commit", () => this.confirm(choice)),
      !(me.speaker && alone) && button("draft", me.speaker ? "" : ".main", me.speaker ? "Show my team"
        : "Propose it to the team", share),
      why && h(handed ? "p.note@handed" : "p.hint@who", why),
      this.error && h("p.error@error", this.error));
  }

  speaker() {
    return this.model.table?.team?.find((one) => one.speaker)?.name || "The speaker";
  }

  drafts() {
    const { table, names, words, me } = this.model;
    const list = (table?.team || []).filter((one) => one.draft);
    return list.length > 0 && h("section.note.drafts@drafts", h("h3", "Proposed in your team"),
      h("ul.plain", list.map((one) => h(`li@${one.person}`,
        h("p", h("strong", said(one.name), one.person === me.person ? " (you)" : ""), ": ",
        choiceLine(one.draft, names, words)),
        h("button.small", { onclick: () => this.take(one.draft) }, "Use this", unseen(` proposal of ${one.name}`))))));
  }

  waiting() {
    const { waiting, names, words, me, board } = this.model;
    const open = waiting.map(names.member);
    return h("section.sealed@sealed", { "aria-label": "Committed" },
      h("p.lead", sign("✓ ", ".good"), choiceLine(this.sealed, names, words)),
      h("p", h("strong", open.length ? `Waiting for ${listed(open)}.` : "All have chosen.")),
      h("p.hint", "Nobody sees it before all have chosen. ",
        !me.speaker && `${this.speaker()} can take it back until then.`),
      me.speaker && h("div.buttons", h("button", { "aria-disabled": Boolean(this.busy),
        onclick: () => this.act("withdraw", { turn: board.turn }, "Taken back. You can choose again.") },
        "Take it back"), this.error && h("p.error", this.error)));
  }
}

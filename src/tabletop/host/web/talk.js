// Talk: messages, proposals, pledges and red lines.

import { announce, at, h, kept, pick, said, select, unseen } from "./dom.js";
import { clockText, counted, leftNow, listed } from "./facts.js";
import { Form, attempt } from "./forms.js";

export const RULES = {
  consensus: ["Consensus", "adopted when every seat has said yes or abstained"],
  majority: ["Majority", "adopted when more than half say yes"],
  silence: ["Silence procedure", "adopted unless somebody breaks the silence in time"],
};
const STATES = { broken: "silence broken", failed: "not adopted" };
const KINDS = { whisper: " · private", inject: " · news" };
const RECEIVERS = { all: "everybody", press: "the press", facilitator: "the facilitator" };

const time = (at) => new Date(at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export class Talk {
  constructor(model) {
    this.model = model;
    this.say = new Form(model, "say", { to: "all", seats: [], text: "", unsigned: false });
    this.proposal = new Form(model, "propose", { title: "", text: "", rule: "consensus", minutes: "5", card: "" });
    this.line = new Form(model, "line", { text: "" });
    this.pledge = new Form(model, "pledge", { strategy: "multilateral", card: "" });
    this.seen = kept.read("seen", 0);
  }

  get messages() {
    return this.model.parts.talk?.messages || [];
  }

  mine(one) {
    return one.by === this.model.me?.person;
  }

  get unread() {
    return this.messages.filter((one) => one.n > this.seen && !this.mine(one)).length;
  }

  get injects() {
    return this.messages.filter((one) => one.kind === "inject" && one.n > this.seen).slice(-2);
  }

  news(one) {
    return one.to.includes("all") ? "News: " : `News for ${this.receiver(one)} alone: `;
  }

  /** New messages are said politely. */
  hear() {
    const last = Math.max(0, ...this.messages.map((one) => one.n));
    if (last < this.seen) this.seen = last; // yesterday's class was another
    const fresh = this.messages.filter((one) => one.n > this.known && !this.mine(one));
    if (fresh.length === 1) announce(`Message from ${this.sender(fresh[0])}: ${fresh[0].text.slice(0, 200)}`);
    else if (fresh.length) announce(`${counted(fresh.length, "new message")}.`);
    this.known = last;
  }

  read() {
    const last = Math.max(this.seen, ...this.messages.map((one) => one.n));
    if (last !== this.seen) kept.write("seen", (this.seen = last));
  }

  sender(one) {
    const seat = one.from ? this.model.names.member(one.from) : one.unsigned ? "unsigned" : "the facilitator";
    return one.from && one.name ? `${seat}, ${one.name}` : seat;
  }

  receiver(one) {
    const { names, me, parts } = this.model;
    return listed([one.to].flat().map((to) => RECEIVERS[to]
      || (to === me.person ? "you" : to === me.seat ? (one.from === to ? "our team" : "us")
      : parts.end?.names?.[to] || names.member(to))));
  }

  view() {
    const { me } = this.model;
    const list = [...this.messages].reverse();
    const writes = me.role === "player" && !me.muted;
    return [
      h("h2@h", "Talk"),
      me.muted && h("p.note@muted", "The facilitator has muted you for now: you can read."),
      writes && this.writing(),
      h("h3@mh", "Messages"),
      list.length ? h("ol.messages@m", list.map((one) => this.message(one, writes)))
        : h("p.hint@m0", "No messages yet."),
      this.proposals(writes),
      this.statements(writes && me.speaker),
    ];
  }

  message(one, writes) {
    return h(`li.message.${one.kind}@${one.n}`, { class: this.mine(one) ? "mine" : "" },
      h("p.hint", h("strong", said(this.sender(one))), " to ", said(this.receiver(one)), KINDS[one.kind], " · ",
        h("time", time(one.at)), ` · turn ${one.turn}`),
      one.title && h("p.lead", one.title),
      h("p.words", one.text),
      writes && one.kind === "message" && one.from && one.from !== this.model.me.seat
        && h("button.small", { onclick: () => this.answer(one.from) }, "Answer", unseen(` ${this.sender(one)}`)));
  }

  answer(seat) {
    this.say.set("to", "seats", false);
    this.say.set("seats", [seat]);
    at("say-text").focus();
  }

  writing() {
    const { board, me, parts } = this.model;
    const form = this.say;
    const { to, seats, unsigned } = form.fields;
    return form.view("Write a message", "Send", ({ text }) => {
      if (to === "seats" && !seats.length) form.lacks("to", "Choose at least one seat.");
      else if (!text.trim()) form.lacks("text", "The message is empty.");
      else form.send("say", { to: to === "seats" ? seats : to, text, ...(unsigned && { unsigned }) }, "Sent.",
        ["to", "seats"]);
    },
      select("say-to", "To", to, [["all", "Everybody"], ["seats", "Chosen seats …"], ["team", "Our team"],
        ["press", "The press"], ["facilitator", "The facilitator"]], (value) => form.set("to", value)),
      to === "seats" && h("fieldset.row@seats", h("legend", "Seats"),
        board.members.filter((one) => one.seat !== me.seat).map((one) => pick("checkbox", "seats", one.seat,
        seats.includes(one.seat), said(one.name), "",
        (event) => form.set("seats", event.target.checked ? [...seats, one.seat]
        : seats.filter((seat) => seat !== one.seat))))),
      form.text("text", "Message", { area: true }),
      parts.class?.unsigned && pick("checkbox", "unsigned", "unsigned", unsigned, "Without our name", "",
        (event) => form.set("unsigned", event.target.checked)));
  }

  proposals(writes) {
    const { parts, board } = this.model;
    const list = [...(parts.talk?.proposals || [])].reverse();
    const form = this.proposal;
    const { rule, card } = form.fields;
    return h("section@proposals", h("h3", "Proposals"),
      list.length ? h("ul.plain@l", list.map((one) => this.one(one, writes))) : h("p.hint@none", "None yet."),
      writes && h("details@new", h("summary", "Put a proposal forward"),
        form.view("A new proposal", "Propose", ({ title, text, minutes }) => {
        if (!title.trim()) form.lacks("title", "The proposal needs a title.");
        else form.send("propose", { title, text, rule, minutes: Number(minutes) || 5, ...(card && { card }) },
          "Proposed.");
      },
        form.text("title", "Title", { maxlength: 120 }), form.text("text", "Text", { area: true }),
        h("fieldset@rule", h("legend", "How is it adopted?"),
          Object.entries(RULES).map(([one, [name, hint]]) => pick("radio", "rule", one, rule === one, name, hint,
          () => form.set("rule", one)))),
        form.text("minutes", "Minutes until it closes", { inputmode: "decimal", maxlength: 4 }),
        select("propose-card", "About a crisis", card,
          [["", "none in particular"], ...board.crises.map((one) => [one.card, one.title])],
          (value) => form.set("card", value)))));
  }

  one(one, writes) {
    const { me, names, line, question, paint } = this.model;
    const open = one.state === "open";
    const by = (word, stance) => {
      const seats = Object.keys(one.votes).filter((seat) => one.votes[seat] === stance);
      return seats.length ? `${word}: ${listed(seats.map(names.member))}` : "";
    };
    const does = (verb, fields, done) => async () => {
      this.trouble = { n: one.n, text: await attempt({ line }, verb, { proposal: one.n, ...fields }, done) };
      paint();
    };
    const button = (key, label, onclick, more) => h(`button.small@${key}`, { onclick, ...more }, label,
      unseen(`: ${one.title}`));
    const stance = (name, label) => button(name, label, does("vote", { stance: name }, `You said ${name}.`),
      { "aria-pressed": String(one.votes[me.seat] === name) });
    const breaking = () => question("Break the silence?",
      h("p", "The proposal then falls, and everybody sees that it was you."), "Break the silence",
      does("vote", { stance: "no" }, "The silence is broken."));
    return h(`li.proposal@${one.n}`,
      h("h4", one.title),
      h("p.hint", "by ", said(names.member(one.sponsor)), ` · ${RULES[one.rule][0]} · `,
        h("strong", { class: one.state === "adopted" ? "good" : open ? "warn" : "" }, STATES[one.state] || one.state),
        open && [" · ", h("span.ends", { "data-of": one.n }, this.ends(one))]),
      one.text && h("p.words", one.text),
      one.why && h("p.hint", this.named(one.why)),
      h("p.hint", [one.cosigners.length && `signed by ${listed(one.cosigners.map(names.member))}`, by("yes", "yes"),
        by("no", "no"), by("abstaining", "abstain")].filter(Boolean).join(" · ")),
      writes && open && h("div.buttons",
        one.sponsor === me.seat ? button("off", "Withdraw", does("withdraw_proposal", {}, "Withdrawn."))
          : !one.cosigners.includes(me.seat) && button("sign", "Co-sign", does("cosign", {}, "Signed.")),
        one.rule !== "silence" ? [stance("yes", "Yes"), stance("no", "No"), stance("abstain", "Abstain")]
          : one.sponsor !== me.seat && button("break", "Break the silence", breaking)),
      this.trouble?.n === one.n && this.trouble.text && h("p.error", this.trouble.text));
  }

  /** The host's reasons name seats by id. */
  named(text) {
    return [...this.model.names.members].reduce((told, [seat, one]) =>
      told.replaceAll(new RegExp(`\\b${seat}\\b`, "g"), one.name), text);
  }

  ends(one) {
    const { phase } = this.model;
    // The class's own clock: it stands while the class is paused.
    const left = one.deadline - (phase.clock + phase.left - leftNow(phase));
    return left > 0 ? `closes in ${clockText(left)}` : "closing";
  }

  statements(writes) {
    const { parts, names, words, board } = this.model;
    const { red_lines: lines = [], pledges = [] } = parts.talk || {};
    const { line, pledge } = this;
    const plays = (rule) => board.optional?.includes(rule);
    const card = pledge.fields.card || board.crises[0]?.card;
    if (!lines.length && !pledges.length && !writes) return null;
    return h("section@statements", h("h3", "Said in public"),
      h("ul.plain", lines.map((one, at) => h(`li@r${at}`,
        h("strong", "Red line of ", said(names.member(one.seat)), ": "), one.text)),
        pledges.map((one, at) => h(`li@p${at}`, h("strong", "Pledge of ", said(names.member(one.seat)), ": "),
          words.strategy[one.strategy] || one.strategy, one.card && ` on “${names.card(one.card)}”`,
          ` (turn ${one.turn})`))),
      writes && h("details@new", h("summary", "Say something in public"),
        plays("public-line") && !board.stood.includes(board.seat)
          && h("p@stand", h("button", { onclick: () => line.send("stand", {}, "Your public heard it.", ["text"]) },
          "Take a line in public"), " 1 means, support +3"),
        line.view("Draw a red line", "Draw the line",
          ({ text }) => text.trim() && line.send("red_line", { text }, "Said in public."),
          line.text("text", "A red line", { hint: "everybody reads it, with your name" })),
        plays("pledges") && board.crises.length > 0
          && pledge.view("Make a pledge", "Pledge it",
          () => pledge.send("pledge", { strategy: pledge.fields.strategy, card }, "Pledged."),
          h("p.hint", "Breaking it costs everybody's trust, and support at home."),
          select("pledge-strategy", "We pledge", pledge.fields.strategy,
            Object.entries(words.strategy).filter(([one]) => one !== "hold"),
            (value) => pledge.set("strategy", value)),
          select("pledge-card", "on", card, board.crises.map((one) => [one.card, one.title]),
            (value) => pledge.set("card", value)))));
  }
}

// Reflection, questionnaires, help; for observers what they saw.

import { announce, h, paragraphs, pick, said, select } from "./dom.js";
import { Form } from "./forms.js";

const RATINGS = [["P", "done without challenges"], ["S", "with some challenges"], ["M", "with major challenges"],
  ["U", "could not be done"]];

export class Notes {
  constructor(model) {
    this.model = model;
    const form = (name, empty) => new Form(model, name, empty);
    this.reflect = form("reflect", { text: "" });
    this.raise = form("raise", { text: "" });
    this.rename = form("rename", { name: "" });
    this.rate = form("rate", { seat: "", capability: "", rating: "", note: "" });
    this.observe = form("observe", { seat: "", text: "" });
    this.sheets = new Map();
    this.forms = {};
  }

  view() {
    const { me } = this.model;
    const observer = me.role === "observer";
    return [
      h("h2@h", observer ? "Your observations" : "Notes and help"),
      this.all.map((id) => this.questionnaire(id)),
      observer && me.admitted ? this.observing()
        : me.admitted && this.simple("reflect", "text", "A thought to keep",
        "What did you expect, and what happened? The facilitator reads it afterwards.", "Keep it", "Kept.", true),
      me.admitted && this.simple("raise", "text", "Call the facilitator", "In a word or two: what is it about?",
        "Call", "The facilitator has been called."),
      h("details@me", h("summary", "My name, leaving"),
        this.simple("rename", "name", "Another name for me", "A made-up one will do.", "Rename me", "Renamed.", false,
          40),
        h("p@bye", h("button", { onclick: () => this.leave() }, "Leave the class"))),
    ];
  }

  simple(verb, field, title, hint, go, done, area, maxlength = 2000) {
    const form = this[verb];
    return form.view(title, go, (fields) => {
      const text = fields[field].trim();
      if (text) form.send(verb, { [field]: text }, done);
      else form.lacks(field);
    }, form.text(field, title, { area, hint, maxlength }));
  }

  leave() {
    const { line, question } = this.model;
    question("Leave the class?", h("p", "To come back you join again with the code."), "Leave", async () => {
      await line.do("leave").catch(() => 0); // whoever is gone already is gone, too
      line.gone("You have left the class.");
    });
  }

  observing() {
    const { rate, observe, model } = this;
    const about = (form) => select(`${form.name}-seat`, "About", form.fields.seat,
      [["", "the whole alliance"], ...(model.board?.members || []).map((one) => [one.seat, one.name])],
      (value) => form.set("seat", value));
    const send = (form, { seat, ...fields }, done) => form.send(form.name, { ...fields, ...(seat && { seat }) }, done,
      ["seat"]);
    return [
      observe.view("What I saw", "Note it", (fields) => (fields.text.trim() ? send(observe, fields, "Noted.")
        : observe.lacks("text")),
        h("h3", "What I saw"), about(observe), observe.text("text", "Note", { area: true })),
      rate.view("A rating", "Keep the rating",
        (fields) => (fields.capability && fields.rating ? send(rate, fields, "Rated.")
        : rate.lacks("capability", "A rating names a capability and one of the four grades.")),
        h("h3", "A rating"), about(rate), select("rate-capability", "Capability", rate.fields.capability,
          [["", "choose one"], ...model.words.capabilities.map((one) => [one, one])],
          (value) => rate.set("capability", value)),
        h("fieldset@r", h("legend", "Rating"),
          RATINGS.map(([one, name]) => pick("radio", "rating", one, rate.fields.rating === one, one, name,
          () => rate.set("rating", one)))),
        rate.text("note", "Why", { area: true })),
    ];
  }

  // ---- questionnaires

  get all() {
    const { me, parts } = this.model;
    return (me?.admitted && parts.class?.forms) || [];
  }

  /** Those that are not yet answered. */
  get open() {
    return this.all.filter((id) => !this.model.me.filled?.includes(id));
  }

  /** What an open questionnaire is called. */
  title(id) {
    return this.forms[id]?.title || id;
  }

  /** The questions; and the title, which stands over what is answered, too. */
  async hear() {
    for (const id of this.all.filter((one) => !this.forms[one])) {
      this.forms[id] = { title: id };
      const { form } = await this.model.line.ask("form", { form: id }).catch(() => ({}));
      if (!form) delete this.forms[id]; // asked again with the next change
      else this.forms[id] = form;
      this.model.paint();
    }
  }

  questionnaire(id) {
    const { me, parts } = this.model;
    const { title = id, intro = "", questions = [] } = this.forms[id] || {};
    if (me.filled?.includes(id) || this.sheets.get(id)?.done) return h(`p.note@${id}`,
      { id: `fill-${id}-done`, tabindex: -1 }, said(title), ": thank you, your answers are kept.");
    if (!this.sheets.has(id)) this.sheets.set(id,
      new Form(this.model, `fill-${id}`, { answers: {}, anonymous: false }));
    const sheet = this.sheets.get(id);
    const { answers, anonymous } = sheet.fields;
    const answer = (key, value, repaint) => sheet.set("answers", { ...sheet.fields.answers, [key]: value }, repaint);
    return sheet.view(title, "Send my answers",
      (fields) => sheet.send("fill", { form: id, ...fields }, "Thank you, your answers are kept."),
      h("h3", title), paragraphs(intro),
      questions.map(({ key, text, options }) => {
        if (!options) return sheet.text(key, text, { area: true, rows: 2, value: answers[key] ?? "",
          oninput: (event) => answer(key, event.target.value, false) });
        return h(`fieldset.row@${key}`, h("legend", text),
          options.map(({ value, label }) => pick("radio", `${id}-${key}`, value, answers[key] === value, label, "",
          () => answer(key, value, true))));
      }),
      parts.class?.anonymous && pick("checkbox", "anonymous", "anonymous", anonymous, "Without my name", "",
        (event) => sheet.set("anonymous", event.target.checked)));
  }

  /** The facilitator's check of the lines. */
  comcheck() {
    const { me, parts, line } = this.model;
    const round = parts.class?.comcheck;
    if (!round || me.heard === round) return null;
    return h("div.note@comcheck", h("p", h("strong", "The facilitator checks the line. "), "Can you read this?"),
      h("button.main", { onclick: () => line.do("hear", { comcheck: round }).then(() => announce("Answered."),
        () => 0) }, "I read you"));
  }
}

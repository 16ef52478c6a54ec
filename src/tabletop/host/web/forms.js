// Forms that keep what is typed until the host has taken it, through reloads and gaps.

import { announce, at, h, kept } from "./dom.js";

export const told = (error) => `${error.message} ${error.next || ""}`;

/** Do a verb and say what came of it; why it was refused, or "". */
export async function attempt({ line }, verb, fields, done) {
  const trouble = await line.do(verb, fields).then(() => "", told);
  announce(trouble || done);
  return trouble;
}

export class Form {
  constructor(model, name, empty) {
    Object.assign(this, { model, name, empty, error: "", busy: false });
    this.fields = { ...empty, ...kept.read(`form.${name}`, {}) };
  }

  set(field, value, repaint = true) {
    this.fields[field] = value;
    this.done = "";
    kept.write(`form.${this.name}`, this.fields);
    if (repaint) this.model.paint();
  }

  /** Send the verb, and say in view that it was taken.  `keep` names fields that stay for the next one. */
  async send(verb, fields, done, keep = []) {
    if (this.busy) return;
    Object.assign(this, { busy: true, error: "", done: "" });
    this.model.paint();
    this.error = await attempt(this.model, verb, fields, done);
    this.busy = false;
    if (!this.error) {
      this.done = done;
      this.fields = { ...this.empty, ...Object.fromEntries(keep.map((name) => [name, this.fields[name]])) };
      kept.write(`form.${this.name}`);
    }
    this.model.paint();
    const note = at(`${this.name}-done`);
    note?.scrollIntoView({ block: "nearest" });
    note?.focus();
  }

  /** Something is missing: said there, and the focus goes there. */
  lacks(field, message = "Nothing is written yet.") {
    this.error = message;
    this.model.paint();
    at(`${this.name}-${field}`)?.focus();
  }

  text(field, label, { area = false, hint = "", ...more } = {}) {
    const id = `${this.name}-${field}`;
    return h(`div.field@${field}`, h("label", { for: id }, label), hint && h("p.hint", { id: `${id}-hint` }, hint),
      h(area ? "textarea" : "input", {
        id, dir: "auto", value: this.fields[field], "aria-describedby": hint ? `${id}-hint` : null,
        maxlength: area ? 2000 : 200,
        ...(area ? { rows: 3 } : { type: "text" }), oninput: (event) => this.set(field, event.target.value, false),
        ...more,
      }));
  }

  /** The form itself; when it is sent, `onsend` is called with what its fields hold then. */
  view(label, go, onsend, ...body) {
    return h(`form.card@${this.name}`, { novalidate: true, "aria-label": label,
      onsubmit: (event) => { event.preventDefault(); onsend(this.fields); } },
      body, this.error && h("p.error@error", this.error),
      this.done && h("p.note@done", { id: `${this.name}-done` }, this.done),
      h("button@go", { type: "submit", "aria-disabled": this.busy }, this.busy ? "Sending …" : go));
  }
}

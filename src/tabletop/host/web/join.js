// The way in: a code, a name, and what one wants to be.

import { announce, at, h, kept, patch, pick } from "./dom.js";
import { told } from "./forms.js";
import { call, ticket } from "./line.js";

const ROLES = [["player", "Play", "take a seat in a team"], ["observer", "Observe", "watch and keep notes"],
  ["room", "Room screen", "this device shows the board to everybody"]];
const MISSING = { code: "The code is missing. It stands on the facilitator's screen.",
  name: "A name is missing. Any will do; a made-up one, too." };

const ui = { code: (new URLSearchParams(location.search).get("c") || kept.read("code")).toUpperCase().slice(0, 12),
  name: kept.read("name"), wants: "player" };

async function send(event) {
  event.preventDefault();
  if (ui.busy) return;
  const room = ui.wants === "room";
  ui.wrong = !ui.code.trim() ? "code" : !room && !ui.name.trim() ? "name" : "";
  ui.error = MISSING[ui.wrong];
  if (!ui.wrong) {
    ui.busy = true;
    paint();
    try {
      const { token } = await call("/api/join",
        { code: ui.code.trim(), name: room ? "Room screen" : ui.name.trim(), wants: ui.wants });
      ticket.write(token);
      if (!room) kept.write("name", ui.name.trim());
      kept.write("code", ui.code.trim());
      return location.assign(room ? "/room" : "/seat");
    } catch (error) {
      ui.error = error.status ? told(error)
        : "The host does not answer. Are you on the same network as the facilitator's laptop? Then try again.";
      if (error.status === 403) ui.wrong = "code";
    }
    ui.busy = false;
  }
  paint();
  announce(ui.error);
  at(ui.wrong)?.focus();
}

const field = (id, label, hint, more) => h(`div.field@${id}`, h("label", { for: id }, label),
  h("p.hint", { id: `${id}-hint` }, hint), h("input", {
  id, value: ui[id], type: "text", "aria-describedby": `${id}-hint${ui.wrong === id ? " error" : ""}`,
    "aria-invalid": ui.wrong === id,
  oninput: (event) => { ui[id] = id === "code" ? event.target.value.toUpperCase() : event.target.value; paint(); },
    ...more,
}));

function paint() {
  patch(at("form"), [
    ticket.read() && h("p.note@back", "You have joined on this device before. ",
      h("a", { href: "/seat" }, "Back to my seat")),
    h("form@form", { onsubmit: send, novalidate: true },
      field("code", "Code of the class", "Letters and digits, from the facilitator's screen",
        { autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 12, class: "code" }),
      ui.wants !== "room" && field("name", "Your name here", "Others in the class see it",
        { autocomplete: "nickname", maxlength: 40, dir: "auto" }),
      h("fieldset@role", h("legend", "I want to"),
        ROLES.map(([role, name, hint]) => pick("radio", "wants", role, ui.wants === role, name, hint,
        () => { ui.wants = role; paint(); }))),
      ui.error && h("p.error@error", { id: "error" }, ui.error),
      h("button.main@go", { type: "submit", "aria-disabled": ui.busy }, ui.busy ? "Joining …" : "Join")),
  ]);
}

paint();

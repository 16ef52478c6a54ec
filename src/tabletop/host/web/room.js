// The room screen: for everybody to see from the last row, so big, plain and quiet.

import { features, indices, ladder, member, objective, story } from "./board.js";
import { Crier, clock, heading, tick, turnOf } from "./clock.js";
import { at, h, paragraphs, patch, said, sign } from "./dom.js";
import { namesOf } from "./facts.js";
import { Line, linkWords, ticket, wordsOf } from "./line.js";
import { RULES } from "./talk.js";

const crier = new Crier();
/** Percent of the usual size under which type never falls, and signs of a message that the screen has room for. */
const LEAST = 48;
const ROOM = 480;
const model = { words: null, names: namesOf(null), told: null, get board() { return parts().board; } };
let line = null;
let door = {};
let link = "Connecting …";
let covered = false;

const parts = () => line?.parts || {};

/** The story of the last turn, in the host's sentences. */
async function tell() {
  const turn = parts().board?.last?.turn;
  if (!turn) model.told = null;
  if (!turn || model.told?.turn === turn) return;
  model.told = { turn, story: [] };
  model.told = await line.ask("story", { turn }).catch(() => null);
  paint();
}

const crisis = (one) => h(`article.crisis@${one.card}`, h("h2", one.title), ladder(one, model.words),
  h("div.situation", paragraphs(one.situation)), features(one, model.words));

/** Who has committed, not what. */
function seats() {
  const { board, table, phase } = parts();
  const early = ["lobby", "brief"].includes(phase?.phase);
  if (["resolve", "discuss", "end"].includes(phase?.phase)) return null;
  return h("ul.seats@seats", (table?.seats || []).map((one) => {
    const { emblem, colour } = model.names.members.get(one.seat);
    const [mark, word] = one.committed ? ["✓ ", "committed"] : one.by === "npc" ? ["· ", "computer player"] : early
      ? ["· ", one.people === 1 ? "1 person" : `${one.people} people`] : one.ready ? ["· ", "ready"]
      : ["… ", "thinking"];
    return h(`li@${one.seat}`, { class: one.committed ? "done" : "" }, sign(emblem, `.emblem.c-${colour}`), " ",
      h("strong", said(one.name)), h("span.state", sign(mark), word));
  }));
}

const short = (text) => (text.length > ROOM ? `${text.slice(0, ROOM)} … (all of it on your pages)` : text);

function news() {
  const { messages = [], proposals = [] } = parts().talk || {};
  const latest = messages.filter((one) => ["press", "inject"].includes(one.kind)
    && one.turn === parts().phase?.turn).slice(-2);
  const open = proposals.filter((one) => one.state === "open").slice(-2);
  return [
    crier.back && h("p.news@back", h("strong", crier.back)),
    open.map((one) => h(`p.news@p${one.n}`, h("strong", "Proposal: "), said(one.title), ` · ${RULES[one.rule][0]}`)),
    latest.map((one) => h(`p.news@${one.n}`, h("strong", one.kind === "press"
      ? `${model.names.member(one.from)} to the press: ` : "News: "),
      one.title && [h("strong", said(one.title)), ". "], said(short(one.text)))),
  ];
}

function lobby() {
  return [
    h("section.door@door", h("h2", "Join"), h("p.address", door.address || location.host),
      h("p", "Code ", h("strong.code", parts().class?.code || "")),
      h("p.hint", "No account. A name for today is enough.")),
    door.qr && h("img.qr@qr", { src: door.qr, alt: `The address ${door.address} as a picture for phones` }),
    seats(),
  ];
}

/** For the room: every objective and how far it was reached, without the briefs, which are long. */
function objectives() {
  const { names, words } = model;
  const { members, intent } = parts().end || {};
  return members && h("section.opened@opened", h("h2", "Declassified"), h("p.lead@out", said(intent)),
    h("div.cards@c", members.map((one) => h(`article.crisis@${one.seat}`,
      h("h2@n", names.members.has(one.seat) ? member(names.members.get(one.seat)) : said(one.name)),
      objective(one, words, true, "", false)))));
}

function stage() {
  const { board, phase, me, class: facts } = parts();
  if (!board || !me?.admitted) return h("section.door", h("h2", "One moment"),
    h("p", "The facilitator lets this screen in."));
  const { end } = board;
  const numbers = indices(board, "h2", 0);
  if (end) return [h("section.ending@end", h("h2", end.title),
    h("p.lead", model.words.outcome[end.outcome]), h("p.grade", "Grade ", h("strong", end.grade)),
    h("div.situation", paragraphs(end.closing || end.text))), numbers, objectives()];
  if (phase?.phase === "end" || facts?.ended) return [h("section.ending@ended", h("h2",
    `The class has ended${turnOf(phase, board, " ")}`)), numbers, objectives()];
  if (phase?.phase === "lobby") return lobby();
  const past = ["discuss", "resolve"].includes(phase?.phase) && story(model);
  return [numbers, past ? h("section.past@past", past)
    : h(`div.cards.of${board.crises.length}@cards`, board.crises.map(crisis)), seats(), news()];
}

function paint() {
  if (!model.words || !line) return;
  const { board, phase, class: facts } = parts();
  const blank = covered || Boolean(facts?.blank);
  at("blank").hidden = !blank;
  for (const id of ["head", "main", "foot"]) at(id).inert = blank;
  head();
  patch(at("main"), stage());
  patch(at("foot"), [h("p@l", link), facts?.code && phase?.phase !== "lobby" && !board?.over && !facts.ended
    && h("p@c", `Late? ${door.address || location.host}, code ${facts.code}`),
    h("p@k", h("kbd", "B"), " blanks the screen")]);
  if (board) document.title = `${board.title} · Tabletop`;
  fit();
}

/** Everything stands on the screen, for nobody can scroll a projector: where there is much, the type is smaller. */
function fit() {
  const { body, documentElement: page } = document;
  const narrow = matchMedia("(max-width: 40rem)").matches;
  for (let size = 100; size >= LEAST; size -= 4) {
    body.style.setProperty("--fit", size / 100);
    if (narrow || page.scrollHeight <= innerHeight) return;
  }
}

function head() {
  const { board, phase, class: facts } = parts();
  patch(at("head"), [h("h1@title", said(board?.title || facts?.title || "Tabletop")), heading(phase, board),
    clock(phase)]);
}

function take(changed) {
  const { me, board } = parts();
  if (me?.role && !["room", "facilitator"].includes(me.role)) return location.replace("/seat");
  if (changed.includes("board")) model.names = namesOf(board);
  // Where the class is found is for this screen to show; the host alone knows its own address.
  if (me?.admitted && !door.asked) {
    door.asked = true;
    line.ask("door").then((found) => { door = { ...found, asked: true }; paint(); }, () => 0);
  }
  tell();
  crier.hear(parts());
  paint();
}

function gone(why) {
  ticket.write("");
  patch(at("main"), h("section.door", h("h2", why), h("p", h("a", { href: "/" }, "Join again"))));
}

addEventListener("resize", fit);
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "b" || event.ctrlKey || event.metaKey || event.altKey) return;
  covered = !covered;
  paint();
});

async function begin() {
  const token = ticket.read();
  if (!token) return location.replace("/");
  model.words = await wordsOf();
  line = new Line({ token, ongone: gone, onparts: take,
    onstatus: ({ state, seconds }) => { link = linkWords(state, seconds); paint(); } });
  setInterval(() => { tick(parts().phase, head); crier.hear(parts()); }, 1000);
}

begin();

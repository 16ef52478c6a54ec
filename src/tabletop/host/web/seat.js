// The seat page: takes the host's state, paints it, and tells politely what has changed.

import { Asked } from "./asked.js";
import { alliance, brief, crises, indices, story } from "./board.js";
import { Chooser } from "./choose.js";
import { Crier, clock, heading, phaseName, tick, turnOf } from "./clock.js";
import { announce, at, h, kept, paragraphs, patch, said, sign, unseen } from "./dom.js";
import { ending, opened, overheard } from "./end.js";
import { listed, namesOf, of } from "./facts.js";
import { Line, linkWords, ticket, wordsOf } from "./line.js";
import { Notes } from "./notes.js";
import { Talk } from "./talk.js";

const VIEWS = [["now", "Now"], ["choose", "Choose"], ["talk", "Talk"], ["alliance", "Alliance"], ["notes", "Notes"]];

const model = {
  parts: {}, words: null, told: null, names: namesOf(null), view: "now", link: { state: "connecting" },
  get board() { return this.parts.board; },
  get me() { return this.parts.me; },
  get phase() { return this.parts.phase; },
  get table() { return this.parts.table; },
  /** Nothing more is played: the game has ended, or the facilitator has ended the class before it. */
  get over() { return Boolean(this.board?.over || this.parts.class?.ended || this.phase?.phase === "end"); },
  get mine() { return of(this.me.seat, this.table?.seats); },
  /** A computer player has one's seat. */
  get handed() { return this.mine?.by === "npc"; },
  /** While one looks back, what happened comes first. */
  get back() { return ["resolve", "discuss"].includes(this.phase?.phase); },
  get waiting() {
    return this.table.seats.filter((one) => !one.committed && one.by !== "npc").map((one) => one.seat);
  },
  paint, question, standIn,
};
const chooser = new Chooser(model);
const talk = (model.talk = new Talk(model));
const notes = new Notes(model);
const asked = new Asked(model);
const crier = new Crier();

function take(changed) {
  model.parts = model.line.parts;
  const me = model.me;
  if (me?.role === "room") return location.replace("/room");
  if (changed.includes("board")) {
    model.names = namesOf(model.board);
    tell();
  }
  chooser.hear();
  asked.hear();
  notes.hear();
  talk.hear();
  const step = crier.hear(model.parts);
  // Once the turn is played the sheet is gone.
  if (step > 0 && model.view === "choose" && !wide()) go("now");
  if (step) model.fresh = model.view !== "now";
  if (model.view === "talk" || wide()) talk.read();
  paint();
}

/** The story of the last turn, in the host's sentences. */
async function tell() {
  const turn = model.board?.last?.turn || 0;
  if (!turn) model.told = { turn, story: [] };
  if (model.told?.turn === turn) return;
  const fresh = turn > model.told?.turn;
  model.told = { turn, story: [] };
  try {
    model.told = await model.line.ask("story", { turn });
    const balance = model.told.story.filter((one) => /^(Cohesion|Stability) /.test(one.text))
      .map((one) => one.text.split(":")[0]);
    if (fresh) announce(`Turn ${turn} has been played. ${balance.join(". ")}`);
  } catch {
    model.told = { turn: 0, story: [] }; // told by the choices; asked again with the next change
  }
  paint();
}

const wide = () => matchMedia("(min-width: 62rem)").matches;

function link() {
  const { state, seconds, unsent } = model.link;
  const waits = unsent && state !== "connected" ? ` · ${unsent} to be sent` : "";
  return h("p.link@link", { class: state }, sign("", ".dot"), linkWords(state, seconds) + waits);
}

function head() {
  const { board, me, phase } = model;
  const mine = model.names.members.get(me?.seat);
  return [
    h("p.name@name", mine ? [sign(mine.emblem, `.emblem.c-${mine.colour}`), " ", h("strong", said(mine.name))]
      : h("strong", me?.role === "observer" ? "Observer" : "Tabletop"),
      me && h("span.hint", " ", said(me.name), mine && me.speaker ? ", speaker" : "")),
    heading(phase, board),
    clock(phase),
    link(),
  ];
}

const choosing = () => model.me.role === "player" && !model.over;

function tabs() {
  const badge = (text, words) => h("span.badge", text, unseen(words));
  const marks = {
    now: model.fresh && badge("!", " news"),
    talk: talk.unread > 0 && badge(String(talk.unread), " new"), choose: todo() && badge("!", " to do"),
    notes: notes.open.length > 0 && badge(String(notes.open.length), " to fill in"),
  };
  return h("ul", VIEWS.filter(([view]) => view !== "choose" || choosing()).map(([view, name]) => h(`li@${view}`,
    to(view, [name, marks[view]], { "aria-current": model.shown === view }))));
}

const todo = () => model.phase.phase === "commit" && chooser.options?.open && !chooser.sealed && !model.handed;

function go(view) {
  model.view = view;
  kept.write("view", view);
  if (view === "talk") talk.read();
  if (view === "now") model.fresh = false;
  scrollTo(0, 0);
}

function show(view) {
  go(view);
  paint();
  // The reader asked for it, so the focus may follow.
  const target = document.querySelector(`section[data-of="${view}"] h2`);
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (wide()) target.scrollIntoView();
}

/** What is to be done now, in a sentence or two. */
function now() {
  const { board, me, phase, over, waiting } = model;
  const { act } = board;
  const is = (...phases) => phases.includes(phase.phase);
  return [
    h("h2@h", phaseName(phase.phase), turnOf(phase, board, ", ")),
    me.hint && h("p.lead@hint", me.hint),
    over && !board.over
      && h("p@early", `The class has ended${turnOf(phase, board, " ")}, before the end of the story.`),
    notes.open.map((id) => h(`p.note@form-${id}`, "A questionnaire is open: ", to("notes", notes.title(id)))),
    !over && is("lobby", "brief", "caucus") && model.names.members.get(me.seat)?.brief
      && h("p@read", to("alliance", "Read your brief")),
    standIn(),
    phase.paused && !is("lobby") && h("p.note@paused", "The clock is paused."),
    phase.practice && h("p.note@practice", "A practice turn: nothing of it counts."),
    is("commit") && waiting.length > 0 && h("p.hint@wait", "Not yet committed: ",
      listed(waiting.map((one) => (one === me.seat ? "you" : model.names.member(one)))), "."),
    is("brief", "caucus", "discuss") && ready(),
    !board.over && indices(board),
    act.turn === 1 && act.opening && !over && h(`details@act${act.number}`, { open: is("lobby", "brief") },
      h("summary", said(act.title)), act.why && h("p", act.why), paragraphs(act.opening)),
  ];
}

/** A link to another part of the page. */
const to = (view, words, more) => h("a", {
  href: `#${view}`, onclick: (event) => { event.preventDefault(); show(view); }, ...more }, words);

/** While the speaker is away, anybody of the team may speak for it. */
function standIn() {
  const { me, table, over } = model;
  const team = table?.team || [];
  const speaker = team.find((one) => one.speaker);
  if (me.role !== "player" || me.speaker || over || speaker?.here || !team.length) return null;
  return h("div.note@standin", h("p", speaker ? [said(speaker.name), ", who speaks for your team, is away."]
    : "Nobody speaks for your team."),
    h("p", h("button", { onclick: () => chooser.act("speaker", { person: me.person }, "You speak for your team now.") },
      "Speak for our team")),
    chooser.error && h("p.error", chooser.error));
}

function ready() {
  const { mine, me, over } = model;
  if (!mine || !me.speaker || over) return null;
  return mine.ready ? h("p.hint@ready", sign("✓ ", ".good"), "Your team is ready to go on.")
    : h("p@ready", h("button", { onclick: () => chooser.act("ready", {},
      "The facilitator sees that your team is ready.") }, "We are ready to go on"));
}

const section = (of, key, body) => [body].flat(Infinity).some(Boolean)
  && h(`section.part@${key}`, { "data-of": of, class: of === model.shown ? "" : "away" }, body);

function fill(...columns) {
  ["left", "middle", "right"].forEach((id, place) => patch(at(id), columns[place] || []));
}

function paint() {
  if (!model.words) return;
  const { me, board, back } = model;
  patch(at("head"), head());
  if (!me) return;
  const playing = me.admitted && board;
  model.shown = playing && (model.view !== "choose" || choosing()) ? model.view : "now";
  at("tabs").hidden = !playing;
  patch(at("top"), [notes.comcheck(), crier.back && h("p.note@back", crier.back),
    playing && talk.injects.map((one) => h(`p.note@${one.n}`, talk.news(one),
      to("talk", said(one.title || one.text))))]);
  if (!playing) {
    const waiting = [h("h2@h", me.admitted ? "One moment" : "You are at the door"), h("p.lead@hint", me.hint),
      h("p@p", "You can leave this page open.")];
    return fill(section("now", "wait", waiting), [], section("now", "notes", notes.view()));
  }
  patch(at("tabs"), tabs());
  at("title").textContent = `${board.title}: ${model.names.member(me.seat) || me.role}`;
  const past = section("now", "story", story(model));
  const open = !model.over && section("now", "crises", crises(model));
  fill([
    section("now", "now", now()),
    back ? past : open,
    section("alliance", "brief", brief(model)),
  ], [
    section("now", "end", ending(model)),
    section("now", "opened", opened(model)),
    choosing() && section("choose", "choose",
      chooser.view() || [h("h2@h", "Choose"),
      h("p.hint@p", "Nothing is to be chosen now. The next turn brings new choices.")]),
    section(choosing() ? "choose" : "now", "ahead", asked.ahead()),
    back ? open : past,
    section("now", "overheard", overheard(model)),
    section("alliance", "alliance", [alliance(model), asked.why()]),
  ], [section("talk", "talk", talk.view()), section("notes", "notes", notes.view())]);
}

/** A question before one goes on; the dialog keeps and gives back the focus. */
function question(title, body, yes, act) {
  const box = at("ask");
  const no = h("button@no", { onclick: () => box.close() }, "Not yet");
  patch(box, h(`form@${title}`, { onsubmit: (event) => { event.preventDefault(); box.close(); act(); } },
    h("h2", { id: "ask-title" }, title), body, h("div.buttons", h("button.main@yes", { type: "submit" }, yes), no)));
  box.showModal();
}

/** Every second: only what counts down. */
function everySecond() {
  const top = () => patch(at("head"), head());
  tick(model.phase, top);
  crier.hear(model.parts);
  for (const node of document.querySelectorAll(".ends")) {
    const one = model.parts.talk?.proposals.find((proposal) => proposal.n === Number(node.dataset.of));
    if (one) node.firstChild.data = talk.ends(one);
  }
  if (model.link.state === "waiting" && model.link.seconds > 1) {
    model.link.seconds -= 1;
    top();
  }
}

function gone(why) {
  ticket.write("");
  at("tabs").hidden = true;
  patch(at("head"), h("p.name", h("strong", "Tabletop")));
  model.shown = "now";
  patch(at("top"), []);
  fill(section("now", "gone", [h("h2", "You are out of the class"), h("p", why),
    h("p", h("a", { href: "/" }, "Join again"))]));
  announce(why);
}

async function begin() {
  const token = ticket.read();
  if (!token) return location.replace("/");
  model.view = kept.read("view", "now");
  model.words = await wordsOf(() => patch(at("head"), h("p.link.waiting", linkWords("waiting", 2))));
  let last = "";
  model.line = new Line({
    token, onparts: take, ongone: gone,
    onstatus: (link) => {
      model.link = link;
      const { state } = link;
      // Only what concerns the reader is said aloud: that the line broke, and that it holds again.
      if (["waiting", "connected"].includes(state)) {
        if (last && last !== state) announce(state === "waiting"
          ? "The connection is lost. Trying again, nothing is lost." : "Connected again.");
        last = state;
      }
      if (!model.line?.over) patch(at("head"), head());
    },
    onlate: (request, refused) => announce(refused ? `${refused.message} ${refused.next}`
      : "What you sent before has arrived."),
  });
  setInterval(everySecond, 1000);
}

begin();

// The line to the host: pushes over a WebSocket, asking again over HTTP where that is not let through, and verbs that
// are sent again with the same id until the host has answered.

import { kept } from "./dom.js";

const TAB = "sessionStorage";
const SILENCE = 20000;
const PATIENCE = 8000;
/** Milliseconds before the next try: quick at first, and spread out, lest forty phones knock in the same instant. */
const pause = (failures) => [300, 700, 1500, 2500][Math.min(failures, 4) - 1] * (0.6 + 0.4 * Math.random());
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The ticket of this tab, else the last one of this device: two tabs of one laptop can be two people. */
export const ticket = {
  read: () => kept.read("ticket", "", TAB) || kept.read("ticket"),
  write: (token) => [TAB, undefined].map((where) => kept.write("ticket", token, where)),
};

/** Asks the host; what it refuses is thrown as an error with `message`, `next` and `status`; no status: no answer. */
export async function call(path, body, token, tag) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (tag) headers["If-None-Match"] = tag;
  const more = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });
  if (answer.status === 304) return { tag };
  // A school's own page in between is not our host's words: then the status says enough.
  const found = await answer.json().catch(() => ({}));
  if (answer.ok && found.ok !== false) return { ...found, tag: answer.headers.get("ETag") };
  const { message = `The host answered ${answer.status}.`, next = "" } = found.error || {};
  throw Object.assign(new Error(message), { next, status: answer.status });
}

/** The words of the game; `onwait` is called while the host does not answer. */
export async function wordsOf(onwait) {
  for (;;) {
    try {
      return await call("/web/words.json");
    } catch {
      onwait?.();
      await sleep(2000);
    }
  }
}

/** The state of the line in words. */
export const linkWords = (state, seconds) => ({
  connecting: "Connecting …", connected: "Connected", polling: "Connected slowly: news every 3 s",
    stopped: "Open in another window",
  waiting: `Trying again in ${Math.max(1, Math.ceil(seconds))} s, nothing is lost`,
})[state];

export class Line {
  /** `onparts(names)` after a change, `onstatus({state, seconds, unsent})`, `ongone(why)` when the ticket is void,
   * `onlate(request, error)` for the answer to what was sent before a reload. */
  constructor(given) {
    Object.assign(this, { ...given, parts: {}, epoch: -1, version: -1, failed: 0 });
    this.waiting = new Map();
    // The box belongs to this ticket: another person on this device must not send it.
    const [of, box] = kept.read("box", [], TAB);
    this.box = of === this.token ? box : [];
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    // A phone that slept has a socket that looks open and is dead: silence is noticed, and the host asked.
    setInterval(() => this.doubt(SILENCE), 5000);
    this.connect();
    this.work();
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.over) return;
    clearTimeout(this.timer);
    if (!this.failed) this.status("connecting");
    const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/api/live`);
    this.socket = socket;
    const patience = setTimeout(() => socket.close(), PATIENCE);
    let first = true;
    const { token, epoch, version } = this;
    socket.onopen = () => socket.send(JSON.stringify(epoch < 0 ? { token } : { token, epoch, version }));
    socket.onmessage = (event) => {
      clearTimeout(patience);
      if (socket !== this.socket) return;
      this.heard = Date.now();
      this.failed = 0;
      this.poll(false);
      if (this.state !== "connected") this.status("connected");
      const push = JSON.parse(event.data);
      // The first push of a connection is complete: what is not in it is gone.
      if (push.kind === "state" && this.take(push, first)) first = false;
      else if (push.why === "revoked") this.gone(push.message);
      else if (push.why === "windows") this.stop();
    };
    socket.onclose = () => {
      clearTimeout(patience);
      if (socket !== this.socket) return;
      this.socket = null;
      this.retry();
    };
  }

  retry() {
    if (this.over) return;
    this.failed += 1;
    // Some networks let no WebSocket through: then the page asks every few seconds.
    if (this.failed >= 3) this.look();
    const wait = this.polling ? 20000 : pause(this.failed);
    if (!this.polling) this.status("waiting", wait / 1000);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait);
  }

  hurry() {
    this.wake?.();
    if (this.over || this.state === "stopped") return;
    if (this.socket) this.doubt(0);
    else this.connect();
  }

  /** Ask whether anybody is there, after so much silence; the network may take a minute to admit that nobody is. */
  doubt(silence) {
    const { socket } = this;
    if (!this.open || this.doubting || Date.now() - this.heard < silence) return;
    const asked = Date.now();
    socket.send('{"kind":"here"}');
    this.doubting = setTimeout(() => {
      this.doubting = null;
      if (this.heard >= asked || socket !== this.socket) return;
      socket.onclose();
      socket.close();
    }, PATIENCE);
  }

  poll(on) {
    if (on && !this.polling) this.polling = setInterval(() => this.look(), 3000);
    if (on) return;
    clearInterval(this.polling);
    this.polling = this.tag = null;
  }

  /** Ask for the state over HTTP, and go on asking while that works and no WebSocket does. */
  async look() {
    try {
      const found = await call("/api/state", null, this.token, this.tag);
      if (this.open && this.state === "connected") return;
      this.tag = found.tag;
      this.poll(true);
      this.status("polling");
      this.take(found, true);
    } catch (error) {
      if (error.status === 401) this.gone(error.message);
      else if (error.status !== 429) this.poll(false);
    }
  }

  /** Take up a state; `whole`: it has every part.  Whether it was taken. */
  take({ epoch, version, parts }, whole) {
    // An older state may arrive late, from another connection: it is never shown after a newer one.
    if (!parts || epoch < this.epoch || (epoch === this.epoch && version < this.version)) return false;
    Object.assign(this, { epoch, version });
    if (whole) this.parts = {};
    for (const [name, value] of Object.entries(parts)) {
      if (value === null) delete this.parts[name];
      else this.parts[name] = value;
    }
    if (parts.phase) parts.phase.heard = performance.now();
    this.onparts(Object.keys(parts));
    return true;
  }

  status(state = this.state, seconds = 0) {
    this.state = state;
    this.onstatus({ state, seconds, unsent: this.box.length });
  }

  /** Another window took over: this one rests. */
  stop() {
    const { socket } = this;
    this.socket = null;
    socket.close();
    this.status("stopped");
  }

  gone(why) {
    if (this.over) return;
    this.over = true;
    this.socket?.close();
    this.poll(false);
    clearTimeout(this.timer);
    this.ongone(why);
  }

  /** Do a verb; the promise ends when the host has answered, however often the line breaks meanwhile. */
  do(verb, fields = {}) {
    // Not crypto.randomUUID: it is missing on plain http, which a class network is.
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.box.push({ id, verb, ...fields });
      this.keep();
      this.work();
    });
  }

  async work() {
    if (this.working) return;
    this.working = true;
    for (let failures = 0; this.box.length && !this.over; ) {
      const request = this.box[0];
      let answer = null;
      let refused = null;
      try {
        answer = await call("/api/do", request, this.token);
      } catch (error) {
        if (!error.status || [429, 502, 503, 504].includes(error.status)) {
          failures += 1;
          this.status();
          await Promise.race([sleep(pause(failures)), new Promise((done) => { this.wake = done; })]);
          continue;
        }
        if (error.status === 401) this.gone(error.message);
        refused = error;
      }
      failures = 0;
      this.box.shift();
      this.keep();
      this.status();
      const told = this.waiting.get(request.id);
      this.waiting.delete(request.id);
      if (!told) this.onlate?.(request, refused);
      else if (refused) told.reject(refused);
      else told.resolve(answer);
    }
    this.working = false;
  }

  keep() {
    kept.write("box", [this.token, this.box], TAB);
  }

  /** Ask without changing anything; no second try: the next change asks anew. */
  ask(what, fields = {}) {
    return call("/api/ask", { ask: what, ...fields }, this.token);
  }
}

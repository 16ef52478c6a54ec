// Phases and the host's clock.

import { announce, h, sign, unseen } from "./dom.js";
import { clockText, leftNow } from "./facts.js";

export const phaseName = (phase) => phase[0].toUpperCase() + phase.slice(1);

/** “turn 3” after a mark; “after turn 2” where the class ends before the third is played. */
export const turnOf = ({ phase, turn }, board, mark) => (!board || board.over || phase === "lobby" ? "" : mark
  + (phase !== "end" ? `turn ${turn}` : board.turn > 1 ? `after turn ${board.turn - 1}` : "before turn 1"));

/** “Commit · turn 3”. */
export const heading = (phase, board) => phase
  && h("p.phase@phase", h("strong", phaseName(phase.phase)), turnOf(phase, board, " · "));

/** The clock of a phase; its digits change every second, and are never read out by themselves. */
export function clock(phase) {
  const left = leftNow(phase);
  if (left === null) return null;
  const [kind, before, after] = phase.paused ? ["", "Paused with ", "paused"] : left < 0
    ? ["bad", "Over time by ", "over time"] : [left <= 60 ? "warn" : "", "Time left ", "left"];
  return h("p.time@time", { class: kind, role: "timer", "aria-live": "off" }, unseen(before),
    h("span.digits", clockText(left)), sign(` ${after}`));
}

/** Says politely what a phase brings: its beginning, its last minute, its end, and that the facilitator went back. */
export class Crier {
  /** How many turns have been played since it last heard; less than 0: that many are open again. */
  hear({ phase, me, board }) {
    if (!phase) return 0;
    const name = `${phase.turn} ${phase.phase}`;
    const of = `${me?.group} ${phase.practice}`;
    const last = board ? board.last?.turn || 0 : this.last;
    const step = of === this.of ? last - this.last || 0 : 0;
    if (this.told && this.told !== name) {
      this.back = step < 0 && `The facilitator has gone back: turn ${board.turn} is open again.`;
      announce(`${this.back || ""} ${phaseName(phase.phase)}${turnOf(phase, board, ", ")}. ${me?.hint || ""}`.trim());
    }
    Object.assign(this, { told: name, of, last });
    const left = leftNow(phase);
    const near = left === null || phase.paused ? this.near : left < 0 ? "The time for this phase is over."
      : left <= 60 ? "One minute left." : "";
    if (near !== this.near && near && this.near !== undefined) announce(near);
    this.near = near;
    return step;
  }
}

/** Every second: the digits alone, or all of it where the clock begins to mean something else. */
export function tick(phase, paint) {
  const digits = document.querySelector("#head .digits");
  const left = leftNow(phase);
  if (!digits || left === null) return;
  if ([60, 0, -1].includes(Math.round(left))) paint();
  else digits.textContent = clockText(left);
}

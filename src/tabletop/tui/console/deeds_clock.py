"""What is done with the clock and the course of turns: phases, pause, extend, resolve, rewind, fork, practice."""

from __future__ import annotations

from functools import partial
from typing import Any

from tabletop.tui.console.choose import Pick
from tabletop.tui.console.deeds import Deeds
from tabletop.tui.console.words import PHASE_HINT, PHASES


class ClockDeeds(Deeds):
    """Keys n, N, p, e, E, r, u, k, y, g, G."""

    def action_next(self) -> None:
        self.deed(self._next())

    async def _next(self) -> None:
        """On to the next phase; where seats are silent, asks before the turn is played without them."""
        phase = str(self.seen.phase.get("next") or "")
        if phase == "resolve":
            await self.resolve()
        elif phase == "end":
            await self._to_end()
        else:
            # All groups go to the same phase, wherever each of them is.
            to = {"to": phase} if self.seen.everywhere and self.seen.groups > 1 else {}
            await self.send("phase", **to)

    async def _to_end(self) -> None:
        if await self.sure(
            "End this group's game?", "The game is over, and so are its phases.", "z ends the whole class."
        ):
            await self.send("phase", "The group has ended.")

    def action_phase(self) -> None:
        self.deed(self._phase())

    async def _phase(self) -> None:
        picks = [Pick(name, name.capitalize(), PHASE_HINT[name]) for name in PHASES if name != "resolve"]
        picks.insert(3, Pick("resolve", "Resolve", PHASE_HINT["resolve"]))
        now = str(self.seen.phase.get("phase", ""))
        to = await self.choose(
            "Another phase", f"Now it is {now}. To which phase?", picks, at=self.seen.phase.get("next")
        )
        if to == "resolve":
            await self.resolve()
        elif to and to != now:
            await self.send("phase", to=to)

    def action_resolve(self) -> None:
        self.deed(self.resolve())

    async def resolve(self) -> None:
        """Play the turn; silent seats are named first."""
        silent = [
            str(seat.get("name", seat["seat"])) for seat in self.seen.seats
            if seat.get("by") == "person" and not seat.get("committed")
        ]  # fmt: skip
        if silent and not await self.sure(
            "Resolve now?", f"Not chosen: {', '.join(silent)}. They hold in this turn, and the report says why.",
            "Going back: rewind to the beginning of the turn.",
        ):  # fmt: skip
            return
        await self.send("resolve", "The turn is played.")

    def action_pause(self) -> None:
        on = not self.seen.phase.get("paused")
        self.deed(self._simply("pause", "The clock stands." if on else "The clock goes on.", on=on))

    async def _simply(self, verb: str, said: str, **fields: Any) -> None:
        await self.send(verb, said, **fields)

    def action_extend(self, seconds: int) -> None:
        self.deed(self._simply("extend", "One more minute.", seconds=seconds))

    def action_extend_by(self) -> None:
        self.deed(self._extend_by())

    async def _extend_by(self) -> None:
        text = await self.question(
            "Extend", "How many minutes more for this phase? Like 5, or −2 for less.", "", most=6
        )
        if not text:
            return
        try:
            minutes = float(text.replace("−", "-").replace(",", "."))
        except ValueError:
            self.tell(f"“{text}” is no number of minutes. Like 5, or −2.", bad=True)
            return
        if not -60 <= minutes <= 120:
            self.tell("From 60 minutes less to 120 minutes more.", bad=True)
            return
        await self.send("extend", "The phase has another length.", seconds=round(60 * minutes))

    # ------------------------------------------------------------------ going back

    def action_rewind(self) -> None:
        self.deed(self._turn_first("rewind"))

    def action_fork(self) -> None:
        self.deed(self._turn_first("fork"))

    async def _turn_first(self, verb: str) -> None:
        chosen = self.chosen
        if chosen and chosen[0] == "turn":
            turn = int(chosen[1])
        else:
            now = int(self.seen.phase.get("turn", 1) or 1)
            picks = [
                Pick(turn, f"Turn {turn}", "being played now" if turn == now else "") for turn in range(now, 0, -1)
            ]
            words = "To the beginning of which turn?" if verb == "rewind" else "From the beginning of which turn?"
            found = await self.choose("Rewind" if verb == "rewind" else "Fork", words, picks)
            if found is None:
                return
            turn = int(found)
        await (self.rewind(turn) if verb == "rewind" else self.fork(turn))

    async def rewind(self, turn: int) -> None:
        if await self.sure(
            f"Go back to the beginning of turn {turn}?",
            "Choices, ratings, notes, messages and injects since then leave this group's game: they stay with the kept "
            "session.",
            "The game so far is kept as its own session. The luck stays: the same attempt meets the same die.",
        ):
            answer = await self.send("rewind", turn=turn)
            if answer:
                self.tell(f"Back at turn {turn}. Kept: {answer.get('kept', 'the game so far')}.")

    async def fork(self, turn: int) -> None:
        if await self.sure(
            f"A new group from the beginning of turn {turn}?",
            "It plays on from there by itself; people can be moved to it.", "This group stays as it is.",
        ):  # fmt: skip
            answer = await self.send("fork", turn=turn)
            if answer.get("group"):
                self.tell(f"Group {answer['group']} begins at turn {turn}.")

    async def turn_menu(self, turn: int) -> None:
        await self.menu(
            f"Turn {turn}",
            [
                ("Rewind", "Back to its beginning; the game so far is kept", partial(self.rewind, turn)),
                ("Fork", "A new group goes on from its beginning; this one stays", partial(self.fork, turn)),
            ],
        )  # fmt: skip

    def action_practice(self) -> None:
        self.deed(self._practice())

    async def _practice(self) -> None:
        if self.seen.phase.get("practice"):
            if await self.sure(
                "End the practice?",
                "The real game begins where it was before.",
                "What was practised is kept as its own session.",
            ):
                await self.send("practice", "Now it counts.", on=False)
        elif await self.sure(
            "A practice turn?",
            "The group plays on other luck, and nothing of it counts.",
            f"Only before the game's first choice. {self.key_for('console: practice turn', 'y')} ends it again.",
        ):
            await self.send("practice", "This is a practice turn.", on=True)

    # ------------------------------------------------------------------ groups

    def action_group(self, by: int) -> None:
        if self.seen.groups < 2:
            self.tell("There is one group. k forks another from a turn.")
            return
        self.look_at((self.seen.group - 1 + by) % self.seen.groups + 1)

    def look_at(self, group: int) -> None:
        """Look at another group."""
        self.deed(self.seen.go(group))

    def action_everywhere(self) -> None:
        if self.seen.groups < 2:
            self.tell("There is one group.")
            return
        self.seen.everywhere = not self.seen.everywhere
        self.tell(
            "Pause, extend, next phase and resolve now go to all groups." if self.seen.everywhere
            else f"Pause, extend, next phase and resolve now go to group {self.seen.group} alone."
        )  # fmt: skip
        self.changed()

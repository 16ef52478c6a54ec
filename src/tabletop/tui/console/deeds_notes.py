"""What is noted: observations, and ratings by the observer's guide."""

from __future__ import annotations

from tabletop.telling.evaluation import RATING, RATINGS, RUBRIC
from tabletop.tui.console.choose import Pick
from tabletop.tui.console.deeds import Deeds
from tabletop.tui.console.words import looks_like


class NoteDeeds(Deeds):
    """Keys o and t."""

    def action_observe(self) -> None:
        self.deed(self.observe(self.seat_here()))

    async def observe(self, seat: str = "") -> None:
        about = f" about {self.seat_name(seat)}" if seat else ""
        text = await self.letter(f"A note{about}", "What did you see or hear? It stands in the report, with the turn.")
        if text:
            await self.send("observe", "Noted.", text=text, **({"seat": seat} if seat else {}))

    def action_rate(self) -> None:
        chosen = self.chosen
        capability = str(chosen[1]) if chosen and chosen[0] == "capability" else ""
        seat = self.seat_here()
        played = any(one.get("seat") == seat and one.get("by") == "person" for one in self.seen.seats)
        # The cursor may stand on a computer player's seat by chance: then it is asked whom one means.
        self.deed(self.rate(seat if played else "", capability))

    async def rate(self, seat: str = "", capability: str = "") -> None:
        """Whom, in what, how, and a word on what was seen."""
        if not seat:
            found = await self.one_seat("Rate", "Which team?", everybody="All of them together")
            if found is None:
                return
            seat = found
        name = self.seat_name(seat) if seat else "all teams"
        if not capability:
            picks = [Pick(one, one, f"at best: {levels[3]}") for one, levels in RUBRIC.items()]
            capability = await self.choose(f"Rate {name}", "In what?", picks) or ""
            if not capability:
                return
        picks = [Pick(one, f"{one}  {RATING[one]}", looks_like(capability, one)) for one in RATINGS]
        rating = await self.choose(f"{capability}: {name}", "How did they do it?", picks)
        if rating is None:
            return
        note = await self.question(
            f"{capability}: {name}, {rating}", "What did you see? A turn, a quote; it may stay empty.", "", most=400
        )
        if note is None:
            return
        fields = {"seat": seat} if seat else {}
        await self.send(
            "rate",
            f"{name}: {rating} in {capability.lower()}.",
            capability=capability,
            rating=rating,
            note=note,
            **fields,
        )

"""What is done with the course of the world: injects, and numbers overruled with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from tabletop.telling.words import number, signed
from tabletop.tui.console.choose import Pick
from tabletop.tui.console.deeds import Deeds, Way
from tabletop.tui.console.figures import Figure, amount_of, figures
from tabletop.tui.console.tray import card_of, lies, pending, queued, title_of
from tabletop.tui.text import joined

LARGE: Final = 10.0
"""Points from which a change is told to be large before it is made."""


class TrayDeeds(Deeds):
    """Keys i and v."""

    def action_inject(self) -> None:
        self.deed(self._inject())

    async def _inject(self) -> None:
        """Look for a card, a held inject, or write one."""
        picks = [Pick(("free", ""), "Write one", "Your own words, to all or to some seats")]
        picks += [
            Pick(("inject", one["n"]), title_of(one, self.seen), "let it out, or drop it", str(one["state"]))
            for one in pending(self.seen)
        ]  # fmt: skip
        for card in self.seen.many("tray", "cards"):
            says, skip = joined(str(card.get("purpose") or "")), joined(str(card.get("skip_if") or ""))
            told = f"{says}{f' Skip it if: {skip}' if skip else ''}"
            note = "on the table" if card.get("on_table") else ""
            picks.append(Pick(("card", card["card"]), str(card.get("title", "")), told, note))
        found = await self.choose("Inject", "A card of the deck, or words of your own.", picks)
        if found is not None:
            await self.inject_of(*found)

    async def inject_of(self, kind: str, key: Any) -> None:
        """What is done with a line of the tray."""
        if kind == "free":
            await self.write_inject([])
        elif kind == "inject":
            one = next((one for one in pending(self.seen) if one.get("n") == key), None)
            if one:
                await self._held(one)
        else:
            title = str(card_of(self.seen, str(key)).get("title") or key)
            when = await self.when(title, str(key))
            if when is not None and await self.send("inject", card=str(key), when=when):
                waits = "on the table next turn, for all places are taken"
                self.tell(f"“{title}”: {waits if str(key) in queued(self.seen) else _said(when)}.")

    async def _held(self, one: Any) -> None:
        """Let out or drop what is held or waits; a card that came another way cannot come once more."""
        title, n = title_of(one, self.seen), one.get("n")
        ways: list[Way] = [
            ("Let it out", "It comes at once", partial(self._settle, "release", n, "It is out.")),
            ("Drop it", "It does not come; the report says so", partial(self._settle, "drop", n, "It is dropped.")),
        ]
        if lies(one, self.seen):
            self.tell(f"“{title}” lies on the table already.")
            ways = ways[1:]
        await self.menu(f"“{title}”", ways)

    async def _settle(self, verb: str, n: int, said: str) -> None:
        await self.send(verb, said, inject=n)

    async def when(self, title: str, card: str = "") -> Any:
        """Now, at the next turn, in some minutes, or held; None when the facilitator thought better of it."""
        picks = [
            Pick("now", "Now", "It takes the first free place; if there is none, it is the next turn's first card"
                 if card else "Everybody whom it is for reads it at once"),
            Pick("turn", "At the next turn", "When its brief begins"),
            Pick("minutes", "In some minutes", "By the group's clock, which stands while it is paused"),
            Pick("held", "Hold it", "It waits in the tray until you let it out"),
        ]  # fmt: skip
        if card:
            picks.append(Pick("read", "Read it first", "Its story and its guidance, whole"))
        when = await self.choose(f"“{title}”", "When?", picks)
        if when == "read":
            await self._read(card)
            return await self.when(title, card)
        if when != "minutes":
            return when
        text = await self.question(f"“{title}”", "In how many minutes?", "5", most=6)
        if not text:
            return None
        try:
            minutes = float(text.replace(",", "."))
        except ValueError:
            minutes = 0.0
        if not 0 < minutes <= 600:
            self.tell(f"“{text}” is no time. From a part of a minute to 600 minutes.", bad=True)
            return None
        return minutes

    async def write_inject(self, to: list[str]) -> None:
        """Words of one's own: a title, a text, for whom, when."""
        title = await self.question("Write an inject", "Its title, as it is announced:", "", most=200)
        if not title:
            return
        text = await self.letter(f"“{title}”", "What is to be read. Esc leaves everything as it is.", most=4000)
        if text is None:
            return
        if not to:
            picks = [Pick("all", "Everybody")]
            picks += [
                Pick(str(seat["seat"]), self.seat_name(str(seat["seat"])), self._team_names(str(seat["seat"])))
                for seat in self.seen.seats
            ]
            chosen = await self.choose_many(f"“{title}”", "Who reads it? Space marks several seats.", picks)
            if chosen is None:
                return
            to = chosen
        when = await self.when(title)
        if when is not None:
            whom: Any = "all" if "all" in to else to
            await self.send("inject", f"“{title}”: {_said(when)}.", title=title, text=text, to=whom, when=when)

    # ------------------------------------------------------------------ overrule

    def action_overrule(self) -> None:
        self.deed(self.overrule(self.seat_here()))

    async def overrule(self, seat: str = "") -> None:
        """A number, by how much, and why; then once more whether that is meant."""
        known = figures(self.seen.board)
        if not known:
            self.tell("There is no board yet.")
            return
        first = next((one for one in known if seat and one.who[:1] == (seat,)), known[0])
        chosen_crisis = self.chosen if self.chosen and self.chosen[0] == "crisis" else None
        if chosen_crisis:
            first = next((one for one in known if one.who == (chosen_crisis[1],)), first)
        picks = [Pick(one, one.title, one.limits, number(one.value)) for one in known]
        figure = await self.choose(
            "Overrule a number",
            "Which? Everybody will see it, with your reason, as a line of the ledger.",
            picks,
            at=first,
        )
        if figure is not None:
            await self._overrule(figure)

    async def _overrule(self, figure: Figure) -> None:
        text = await self.question(
            f"Overrule: {figure.title}",
            f"It is {number(figure.value)} ({figure.limits}). A plain number sets it to that; with a sign it changes "
            "by so much, like +2 or −0.5.",
            most=12,
        )  # fmt: skip
        if not text:
            return
        amount = amount_of(text, figure.value)
        if amount is None:
            self.tell(f"“{text}” is neither a change nor a number. Like 60, +5 or −2.5.", bad=True)
            return
        if not amount:
            self.tell("That would change nothing.")
            return
        change = _change(figure, amount)
        why = await self.question(f"Overrule: {figure.title}", f"{change}. Why? Everybody reads this.", "", most=200)
        if not why:
            self.tell("Nothing is overruled: it needs a reason.")
            return
        if await self.sure(
            f"Overrule: {figure.title}", f"{change}, because: {why}{_large(amount)}",
            "Everybody sees it at once, as a line of the ledger.",
        ):  # fmt: skip
            await self.send(
                "overrule",
                f"{change}.",
                variable=figure.variable,
                who=list(figure.who),
                amount=amount,
                why=why,
            )

    # ------------------------------------------------------------------ the line under the cursor

    async def tray_line(self, kind: str, key: Any) -> None:
        await self.inject_of(kind, key)

    async def crisis_menu(self, card: str) -> None:
        crisis: Any = next((one for one in self.seen.board.get("crises", ()) if one["card"] == card), {})
        await self.menu(
            str(crisis.get("title", card)),
            [
                ("Read it whole", "Its story, its guidance, who pays, what to talk about", partial(self._read, card)),
                ("Overrule a number", "Its step, its fear, or any other", partial(self.overrule)),
                ("Inject", "Another card, or words of your own", self._inject),
            ],
        )  # fmt: skip

    async def _read(self, card: str) -> None:
        from tabletop.tui.console.pages import Guidance

        await self.show_and_wait(Guidance(card))


def _change(figure: Figure, amount: float) -> str:
    """What an overrule does: “Support in Brill 55.9 → 4.0 (−51.9)”."""
    title = figure.title[:1].upper() + figure.title[1:]
    return f"{title} {number(figure.value)} → {number(figure.value + amount)} ({signed(amount)})"


def _large(amount: float) -> str:
    """A warning, where the change is larger than what a turn usually brings."""
    if abs(amount) <= LARGE:
        return ""
    return f"\n\nThis is a large change: by {number(abs(amount))}. A plain number sets to it, + and − change by it."


def _said(when: Any) -> str:
    if isinstance(when, int | float):
        return f"in {when:g} minute{'' if when == 1 else 's'}"
    return {"now": "out now", "turn": "at the next turn", "held": "held in the tray"}[str(when)]

"""The tray: cards that can be put on the table, each with its author's guidance, and what is held or waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Row, Told, heading, on, told
from tabletop.tui.console.roster import ClassListing
from tabletop.tui.console.words import minutes, to_whom
from tabletop.tui.text import joined

if TYPE_CHECKING:
    from tabletop.tui.console.watch import Watch

State = Mapping[str, Any]
FREE = ("free", "")
"""The line for a text of one's own."""


class Tray(ClassListing):
    """Held and waiting injects first, then all cards."""

    TITLE = "Tray"
    FOOT = 11

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        ready = pending(self.seen)
        if ready:
            rows.append(heading("Held or waiting", "Enter: out, or drop it"))
            rows += [Row(("inject", one["n"]), _inject(one, self.seen)) for one in ready]
        rows.append(
            Row(
                FREE,
                lambda line, ground: (
                    line.add("Write one: your own words to all, or to some seats", on("bold", ground)) and None
                ),
            )
        )
        cards = self.seen.many("tray", "cards")
        rows.append(heading("Cards", f"{len(cards)}, i looks for one"))
        waiting = queued(self.seen)
        rows += [Row(("card", str(one["card"])), _card(one, str(one["card"]) in waiting)) for one in cards]
        return rows

    def about(self, what: Any, width: int) -> Told:
        kind, key = what
        if kind == "free":
            return told(("", "Enter: write it, choose for whom and when.", "$tt-dim"), width=width)
        if kind == "inject":
            one = next((one for one in self.seen.many("injects") if one.get("n") == key), {})
            came = (
                "Its card has come already and lies on the table: Enter drops the inject."
                if lies(one, self.seen)
                else ""
            )
            return told(
                ("", title_of(one, self.seen), "bold"), ("", came, "$tt-warn"), ("", str(one.get("text", "")), ""),
                ("For", to_whom(one.get("to", "all"), self.seen.names), "$tt-dim"), width=width, most=4,
            )  # fmt: skip
        one = card_of(self.seen, key)
        return [*guidance(one, width), ("Enter: put it on the table now, next turn, in minutes, or hold it", "$tt-dim")]

    def nothing(self) -> str:
        return "Looking at the deck …"


def card_of(watch: Watch, card: str) -> State:
    """A card of the tray by its id; {} for one that is not there."""
    return next((one for one in watch.many("tray", "cards") if str(one["card"]) == card), {})


def pending(watch: Watch) -> list[State]:
    """Injects that have not been let out."""
    return [one for one in watch.many("injects") if one.get("state") in ("held", "waiting")]


def queued(watch: Watch) -> frozenset[str]:
    """Cards that are out and for which the table has no free place yet."""
    secrets = watch.board.get("secrets")
    return frozenset(map(str, secrets.get("waiting") or ())) if isinstance(secrets, Mapping) else frozenset()


def lies(inject: State, watch: Watch) -> bool:
    """Whether the card of an inject that is held or waits lies on the table already."""
    return bool(inject.get("card") and card_of(watch, str(inject["card"])).get("on_table"))


def title_of(inject: State, watch: Watch) -> str:
    """What an inject is called."""
    card = card_of(watch, str(inject.get("card") or ""))
    return str(inject.get("title") or card.get("title") or inject.get("card") or "words of your own")


def guidance(card: State, width: int) -> Told:
    """What the author tells whoever leads: purpose, what to expect, when to leave it out, what to talk about."""
    lines = told(
        ("", str(card.get("title", "")), "bold"),
        ("Purpose", joined(str(card.get("purpose") or "")), ""),
        ("Expect", joined(str(card.get("expect") or "")), ""),
        ("Skip it if", joined(str(card.get("skip_if") or "")), "$tt-warn"),
        width=width, most=4,
    )  # fmt: skip
    for question in card.get("discuss") or ():
        lines += told(("Discuss", joined(str(question)), "$tt-dim"), width=width, most=3)
    return lines


def _card(card: State, waits: bool) -> Any:
    def draw(line: Line, ground: str) -> None:
        wide = min(44, line.width - 30)
        line.add(str(card.get("title", "")), on("bold", ground), room=wide).to(wide + 5, ground)
        if card.get("on_table"):
            line.add("on the table", on("$tt-good", ground))
        elif waits:
            line.add("waits for a free place", on("$tt-accent", ground))
        else:
            line.add(joined(str(card.get("purpose") or "")), on("$tt-dim", ground), room=line.width - line.at - 2)

    return draw


def _inject(one: State, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(title_of(one, watch), on("bold", ground), room=min(44, line.width - 30))
        line.to(min(49, line.width - 25), ground)
        due = one.get("due")
        if lies(one, watch):
            line.add("has come already", on("bold $tt-warn", ground))
        elif one.get("state") == "held":
            line.add("held", on("$tt-warn", ground))
        elif isinstance(due, int | float):
            line.add(f"in {minutes(max(due - watch.clock, 0))}", on("$tt-accent", ground))
        else:
            line.add("at the next turn", on("$tt-accent", ground))

    return draw

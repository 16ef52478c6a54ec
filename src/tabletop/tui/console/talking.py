"""What is said: messages and proposals, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tabletop.telling.words import STRATEGY, signed
from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Row, Told, on, told
from tabletop.tui.console.roster import ClassListing
from tabletop.tui.console.words import minutes, to_whom

if TYPE_CHECKING:
    from tabletop.tui.console.watch import Watch

State = Mapping[str, Any]
_MARK = {"press": "¶", "whisper": "~", "inject": "▸", "system": "·"}
_STATE = {
    "open": ("open", "$tt-accent"), "adopted": ("✓ adopted", "$tt-good"), "broken": ("✗ silence broken", "$tt-bad"),
    "failed": ("✗ failed", "$tt-bad"), "withdrawn": ("withdrawn", "$tt-dim"),
}  # fmt: skip


class Talk(ClassListing):
    """Messages, proposals, pledges and red lines of the group."""

    TITLE = "Talk"

    def rows(self) -> list[Row]:
        talk = self.seen.talk
        proposals = list(talk.get("proposals", ()))
        live = [one for one in proposals if one.get("state") == "open"]
        rows = [Row(("proposal", one["n"]), _proposal(one, self.seen)) for one in reversed(live)]
        said: list[tuple[float, Row]] = [
            (float(one.get("at") or 0), Row(("message", one["n"]), _message(one, self.seen.names)))
            for one in talk.get("messages", ())
        ]
        said += [
            (float(one.get("at") or 0), Row(("proposal", one["n"]), _proposal(one, self.seen)))
            for one in proposals if one.get("state") != "open"
        ]  # fmt: skip
        for kind, word in (
            ("pledges", "pledge"),
            ("red_lines", "red line"),
            ("stands", "a public line"),
            ("overruled", "overruled"),
        ):
            said += [
                (float(one.get("at") or 0), Row((kind, place), _stance(one, word, self.seen)))
                for place, one in enumerate(talk.get(kind, ()))
            ]
        return rows + [row for _, row in sorted(said, key=lambda one: -one[0])]

    def note(self) -> str:
        live = sum(one.get("state") == "open" for one in self.seen.talk.get("proposals", ()))
        return f"{live} open proposal{'s' if live > 1 else ''}" if live else ""

    def find(self, what: Any) -> State:
        """A message or a proposal by what a line stands for."""
        kind, key = what
        named = {"message": "messages", "proposal": "proposals"}.get(kind, kind)
        found = list(self.seen.talk.get(named, ()))
        if kind in ("message", "proposal"):
            return next((one for one in found if one.get("n") == key), {})
        return found[key] if key < len(found) else {}

    def about(self, what: Any, width: int) -> Told:
        one, names = self.find(what), self.seen.names
        if what[0] == "proposal":
            votes = [f"{names.get(seat, seat)} {stance}" for seat, stance in dict(one.get("votes", {})).items()]
            head = f"“{one.get('title', '')}”, {one.get('rule', '')}, by {names.get(str(one.get('sponsor')), '')}"
            return told(
                ("", head, "bold"), ("", str(one.get("text", "")), ""), ("Votes", ", ".join(votes), ""),
                ("Why", str(one.get("why", "")), "$tt-dim"), width=width, most=4,
            )  # fmt: skip
        if what[0] in ("pledges", "red_lines", "stands", "overruled"):
            return told(("", _stated(one, self.seen), ""), ("Why", str(one.get("why") or ""), ""), width=width, most=4)
        return told(
            ("", f"{_who(one, names)} to {to_whom(one.get('to'), names)}, turn {one.get('turn', '')}", "$tt-dim"),
            ("", str(one.get("title", "")), "bold"), ("", str(one.get("text", "")), ""), width=width, most=6,
        )  # fmt: skip

    def nothing(self) -> str:
        return "Nobody has said anything yet. Messages and proposals come here as they are made."


def _who(one: State, names: dict[str, str]) -> str:
    seat = names.get(str(one.get("from") or ""), "")
    person = str(one.get("name") or "")
    if seat and person:
        return f"{seat} ({person}){', unsigned' if one.get('unsigned') else ''}"
    return seat or person or f"the {'host' if _hosts(one) else 'facilitator'}"


def _hosts(one: State) -> bool:
    """Whether the host speaks for itself: that is for the facilitator, all else tells what the facilitator did."""
    return one.get("kind") == "system" and list(one.get("to") or ()) == ["facilitator"]


def _message(one: State, names: dict[str, str]) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(f"{_MARK.get(str(one.get('kind')), ' ')} ", on("bold $tt-accent", ground))
        line.add(
            names.get(str(one.get("from") or ""), "") or ("host" if _hosts(one) else "you"),
            on("bold", ground),
            room=14,
        )
        line.add(" → ", on("$tt-dim", ground)).add(to_whom(one.get("to"), names), on("$tt-dim", ground), room=20)
        line.add("  ", ground)
        if one.get("title"):
            line.add(f"{one['title']}: ", on("bold", ground))
        line.add(" ".join(str(one.get("text", "")).split()), ground, room=line.width - line.at - 2)

    return draw


def _proposal(one: State, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        word, style = _STATE.get(str(one.get("state")), ("", ""))
        line.add("§ ", on("bold $tt-accent", ground))
        line.add(str(one.get("title", "")), on("bold", ground), room=max(line.width - 42, 16)).add("  ", ground)
        line.add(word, on(style, ground))
        if one.get("state") == "open":
            votes = list(dict(one.get("votes", {})).values())
            line.add(f" {votes.count('yes')} yes {votes.count('no')} no", ground)
            deadline = one.get("deadline")
            if isinstance(deadline, int | float):
                left = max(deadline - watch.clock, 0)
                line.add(f" · {minutes(left)}", on("$tt-warn" if left < 60 else "", ground))
            line.add(f" · {one.get('rule', '')}", on("$tt-dim", ground))

    return draw


def _stance(one: State, word: str, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add("! ", on("bold $tt-accent", ground))
        line.add(watch.names.get(str(one.get("seat")), "you"), on("bold", ground), room=14).add(
            f", {word}: ", on("$tt-dim", ground)
        )
        line.add(_stated(one, watch), ground, room=line.width - line.at - 2)

    return draw


def _stated(one: State, watch: Watch) -> str:
    """A pledge, a red line, a public line or an overruled number, in a line."""
    if one.get("variable"):
        who = " ".join(watch.names.get(str(seat), str(seat)) for seat in one.get("who", ()))
        return (
            " ".join(filter(None, (str(one["variable"]), who, signed(float(one.get("amount", 0))))))
            + f": {one.get('why', '')}"
        )
    if one.get("strategy"):
        way = STRATEGY.get(str(one["strategy"]), str(one["strategy"]))
        return f"{way} on “{watch.card_title(str(one['card']))}”" if one.get("card") else way
    return " ".join(str(one.get("text") or "").split())

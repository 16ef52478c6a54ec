"""Planned against actual time, turn by turn; from here one goes back to a turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Row, Told, heading, on, told
from tabletop.tui.console.roster import ClassListing
from tabletop.tui.console.words import PHASES, minutes

State = Mapping[str, Any]


class Timeline(ClassListing):
    """The phases of every turn with planned and actual seconds, and the sum."""

    TITLE = "Time"

    def spans(self) -> list[State]:
        """Phases that have ended, in order."""
        return self.seen.many("timeline", "spans")

    def turns(self) -> list[int]:
        """Turns that one can go back to, the latest first."""
        now = int(self.seen.phase.get("turn", 1) or 1)
        return list(range(now, 0, -1))

    def rows(self) -> list[Row]:
        spans = self.spans()
        rows = [Row(None, _head)]
        for turn in self.turns():
            mine = [one for one in spans if one.get("turn") == turn and one.get("phase") != "lobby"]
            rows.append(Row(("turn", turn), _turn(turn, mine, turn == self.seen.phase.get("turn"), self.seen)))
        lobby = [one for one in spans if one.get("phase") == "lobby"]
        played = [one for one in spans if one.get("phase") != "lobby"]
        planned = sum(float(one.get("planned") or 0) for one in played)
        actual = sum(float(one.get("actual") or 0) for one in played)
        rows.append(heading("All in all"))
        if lobby:
            waited = sum(float(one.get("actual") or 0) for one in lobby)
            rows.append(Row(None, lambda line, _: line.add(f"   lobby {minutes(waited)}", "$tt-dim")))
        rows.append(Row(None, lambda line, _: _sum(line, planned, actual)))
        return rows

    def about(self, what: Any, width: int) -> Told:
        turn = what[1]
        if turn == self.seen.phase.get("turn"):
            return told(
                ("", f"Turn {turn} is being played.", ""),
                ("", "Enter: begin it again (rewind), or fork a group from here", "$tt-dim"),
                width=width,
            )
        return told(
            ("", f"Turn {turn} has been played.", ""),
            ("", "Enter: go back to its beginning (the game so far is kept as its own session), or fork a new group "
             "from there", "$tt-dim"), width=width,
        )  # fmt: skip


_WIDE, _FULL = 75, 14
"""A list from this width on has cells of the full width, "12:40 of 12:00"."""


def _columns(line: Line) -> tuple[int, int]:
    """Where the first phase's column begins, and the width of each: all of them fit into the line."""
    first = 11 if line.width >= _WIDE else 9
    return first, min((line.width - first) // len(PHASES), _FULL)


def _head(line: Line, _: str) -> None:
    first, cells = _columns(line)
    line.add("   turn", "$tt-dim")
    for place, phase in enumerate(PHASES):
        line.to(first + place * cells).add(phase, "$tt-dim")


def _turn(turn: int, spans: list[State], now: bool, watch: Any) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(f"{turn:>3}", on("bold", ground)).add(" ▸" if now else "", on("$tt-accent", ground))
        first, cells = _columns(line)
        for place, phase in enumerate(PHASES):
            line.to(first + place * cells, ground)
            found = [one for one in spans if one.get("phase") == phase]
            if now and watch.phase.get("phase") == phase:
                left = watch.left()
                line.add("now " + (minutes(left) if left is not None else ""), on("bold $tt-accent", ground))
            elif found:
                planned = sum(float(one.get("planned") or 0) for one in found)
                actual = sum(float(one.get("actual") or 0) for one in found)
                over = planned and actual > 1.1 * planned
                line.add(minutes(actual), on("bold $tt-warn" if over else "", ground))
                of = next((text for text in (f" of {minutes(planned)}", f"/{minutes(planned)}")
                           if planned and len(minutes(actual) + text) < cells), "")  # fmt: skip
                line.add(of, on("$tt-dim", ground))

    return draw


def _sum(line: Line, planned: float, actual: float) -> None:
    line.add("   planned ", "$tt-dim").add(minutes(planned), "bold")
    line.add("   actual ", "$tt-dim").add(minutes(actual), "bold")
    late = actual - planned
    if abs(late) >= 30:
        line.add(
            f"   {minutes(abs(late))} {'behind' if late > 0 else 'ahead'}", "bold $tt-warn" if late > 0 else "$tt-good"
        )

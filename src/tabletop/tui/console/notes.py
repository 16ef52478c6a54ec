"""What is noted: the rubric to rate by, ratings, observations, and what people reflected on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tabletop.telling.evaluation import RATING, RATINGS, RUBRIC
from tabletop.telling.sentences import counted
from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Row, Told, heading, on, told
from tabletop.tui.console.roster import ClassListing
from tabletop.tui.console.words import looks_like

State = Mapping[str, Any]
_STYLE = {"P": "$tt-good", "S": "$tt-good", "M": "$tt-warn", "U": "$tt-bad"}


class Notes(ClassListing):
    """Capabilities with what each seat was rated; below them all notes, the newest first."""

    TITLE = "Notes"
    FOOT = 8

    def rows(self) -> list[Row]:
        rows = [heading("Rate", "Enter: how a team did it")]
        ratings = self.ratings()
        rows += [Row(("capability", name), _capability(name, ratings, self.seen.names)) for name in RUBRIC]
        rows.append(heading("Noted", counted(len(ratings), "rating")))
        notes = sorted(
            [("rating", one) for one in ratings] + [("note", one) for one in self.notes()],
            key=lambda one: -float(one[1].get("at") or 0),
        )
        rows += [Row((kind, one.get("n"), one.get("at")), _note(one, self.seen.names)) for kind, one in notes]
        if not notes:
            rows.append(Row(None, lambda line, _: line.add("   Nothing is noted yet: o notes, t rates.", "$tt-dim")))
        return rows

    def ratings(self) -> list[State]:
        """Every rating of the group."""
        return self.seen.many("ratings")

    def notes(self) -> list[State]:
        """Observations and reflections of the group."""
        return [*self.seen.many("ratings", "observations"), *self.seen.many("ratings", "reflections")]

    def about(self, what: Any, width: int) -> Told:
        if what[0] == "capability":
            lines: Told = [(what[1], "bold")]
            for rating in RATINGS:
                lines.append((f"{rating}  {RATING[rating]}: {looks_like(what[1], rating)}", _STYLE[rating]))
            return lines
        kind, n, at = what
        among = self.ratings() if kind == "rating" else self.notes()
        one = next((one for one in among if (one.get("n"), one.get("at")) == (n, at)), {})
        names = self.seen.names
        head = f"{names.get(str(one.get('by')), 'somebody')}, turn {one.get('turn', '')}"
        if one.get("seat"):
            head += f", on {names.get(str(one['seat']), one['seat'])}"
        rating = str(one.get("rating") or "")
        return told(
            ("", head, "$tt-dim"),
            (str(one.get("capability", "")), f"{rating}, {RATING[rating]}" if rating in RATING else "", "bold"),
            ("", str(one.get("note") or one.get("text") or ""), ""), width=width, most=5,
        )  # fmt: skip


def _capability(name: str, ratings: list[State], names: dict[str, str]) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(name, on("bold", ground), room=22).to(26, ground)
        latest = {
            str(one.get("seat") or ""): str(one.get("rating")) for one in ratings if one.get("capability") == name
        }
        for seat, rating in latest.items():
            line.add(f"{names.get(seat, 'all')} ", ground, room=16)
            line.add(rating, on(f"bold {_STYLE.get(rating, '')}", ground)).add("  ", ground)
        if not latest:
            line.add("not rated", on("$tt-dim", ground))

    return draw


def _note(one: State, names: dict[str, str]) -> Any:
    def draw(line: Line, ground: str) -> None:
        rating = str(one.get("rating") or "")
        line.add(f"{rating or '·'} ", on(f"bold {_STYLE.get(rating, '$tt-dim')}", ground))
        line.add(f"turn {one.get('turn', '')} ", on("$tt-dim", ground))
        line.add(names.get(str(one.get("seat") or ""), "all") + " ", on("bold", ground), room=20)
        line.add(str(one.get("capability") or ""), on("$tt-dim", ground)).add("  ", ground)
        line.add(" ".join(str(one.get("note") or one.get("text") or "").split()), ground, room=line.width - line.at - 2)

    return draw

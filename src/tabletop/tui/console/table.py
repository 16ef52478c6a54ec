"""The table as the facilitator sees it: both indices, the crises with their guidance, and what was overruled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tabletop.telling.words import DOMAIN, STEP, STRATEGY, arrow, number, shift, signed
from tabletop.tui.canvas import Line, tone
from tabletop.tui.console.listing import Row, Told, heading, on, told
from tabletop.tui.console.roster import ClassListing
from tabletop.tui.console.tray import guidance
from tabletop.tui.text import joined

if TYPE_CHECKING:
    from tabletop.tui.console.watch import Watch

State = Mapping[str, Any]


class Table(ClassListing):
    """Crises and their guidance; the two indices over them."""

    TITLE = "Table"
    FOOT = 13

    def note(self) -> str:
        act = self.seen.board.get("act", {})
        return str(act.get("title", "")) if isinstance(act, Mapping) else ""

    def rows(self) -> list[Row]:
        board = self.seen.board
        if not board:
            return []
        rows = [Row(("number", name), _index(board.get(name, {}), name)) for name in ("cohesion", "stability")]
        crises = list(board.get("crises", ()))
        rows.append(heading("Crises", f"turn {board.get('turn', '')}"))
        rows += [Row(("crisis", one["card"]), _crisis(one)) for one in crises]
        last = board.get("last") or {}
        groups = list(last.get("groups", ())) if isinstance(last, Mapping) else []
        if groups:
            rows.append(heading(f"What turn {last.get('turn', '')} brought"))
            rows += [Row(("outcome", place), _outcome(one, self.seen)) for place, one in enumerate(groups)]
        members = [one for one in board.get("members", ()) if isinstance(one, Mapping)]
        if members:
            rows.append(heading("Members", "support, means, standing"))
            rows += [Row(("member", one["seat"]), _member(one)) for one in members]
        return rows

    def about(self, what: Any, width: int) -> Told:
        kind, key = what
        board = self.seen.board
        if kind == "crisis":
            crisis: State = next((one for one in board.get("crises", ()) if one["card"] == key), {})
            own = next((one for one in self.seen.many("guidance", "cards") if one.get("card") == key), crisis)
            return [
                *guidance({**crisis, **own}, width),
                *told(("", joined(str(crisis.get("situation", ""))), "$tt-dim"), width=width, most=4),
            ]
        if kind == "member":
            one: State = next((one for one in board.get("members", ()) if one["seat"] == key), {})
            return told(
                ("", f"{one.get('name', '')}: {one.get('title', '')}", "bold"),
                ("In public", joined(str(one.get("aims", ""))), ""),
                ("In secret", joined(str(one.get("brief", ""))), ""),
                ("Objective", str(dict(one.get("objective", {})).get("title", "")), "$tt-accent"), width=width, most=4,
            )  # fmt: skip
        if kind == "number":
            index = board.get(key, {})
            parts = [f"{part['name']} {number(part['value'], 0)}" for part in index.get("parts", ())]
            goal, floor = number(index.get("goal", 0), 0), number(index.get("floor", 0), 0)
            return told(
                ("", f"{key.capitalize()}: goal {goal}, breaks below {floor}", ""),
                ("Its parts", ", ".join(parts), "$tt-dim"), ("", "Enter: overrule a number, with a reason", "$tt-dim"),
                width=width,
            )  # fmt: skip
        return []

    def nothing(self) -> str:
        return "Looking at the table …"


def _index(index: State, name: str) -> Any:
    def draw(line: Line, ground: str) -> None:
        value, change = float(index.get("value", 0)), float(index.get("change", 0))
        moved = shift(value, change)
        line.add(f"{name.capitalize():<11}", on("bold", ground)).add(f"{number(value):>5} ", on("bold", ground))
        line.add(f"{arrow(moved)} {signed(moved):>5}", on(tone(moved), ground))
        floor, goal = float(index.get("floor", 0)), float(index.get("goal", 55))
        word, style = (
            ("on course", "$tt-good")
            if value >= goal
            else ("in danger", "$tt-bad")
            if value < floor + 8
            else ("below its goal", "$tt-warn")
        )
        line.add(f"   {word}", on(style, ground))

    return draw


def _crisis(crisis: State) -> Any:
    def draw(line: Line, ground: str) -> None:
        step = int(crisis.get("escalation", 0))
        style = "$tt-bad" if step >= 4 else "$tt-warn" if step >= 3 else "$tt-good"
        line.add(f"{step} {STEP[min(step, 6)]:<14}", on(f"bold {style}", ground))
        line.add(str(crisis.get("title", "")), on("bold", ground), room=max(line.width - 40, 20)).add("  ", ground)
        line.add(DOMAIN.get(str(crisis.get("domain")), ""), on("$tt-dim", ground))

    return draw


def _outcome(group: State, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        good = bool(group.get("success")) and group.get("answered") is not False
        line.add("✓ " if good else "✗ ", on("bold $tt-good" if good else "bold $tt-bad", ground))
        short = {one["seat"]: str(one.get("short") or one["seat"]) for one in watch.board.get("members", ())}
        members = group.get("members", ())
        who = ", ".join(watch.names.get(seat, seat) for seat in members)
        if len(who) > (20 if line.width < 90 else 44):
            who = ", ".join(short.get(seat, seat) for seat in members)
        line.add(who, on("bold", ground)).add(
            f"  {STRATEGY.get(str(group.get('strategy')), '')} on ", on("$tt-dim", ground)
        )
        chance = group.get("chance")
        odds = f"  {chance:.0f} % " if isinstance(chance, int | float) else ""
        room = max(line.width - line.at - len(odds) - 1, 8)
        line.add(f"“{watch.card_title(str(group.get('card', '')))}”", ground, room=room)
        line.add(odds, on("$tt-dim", ground))

    return draw


def _member(one: State) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add(f"{one.get('emblem', ' ')} ", on(f"bold $tt-{one.get('colour', 'dim')}", ground))
        line.add(str(one.get("name", "")), on("bold", ground), room=24).to(30, ground)
        for name in ("support", "means", "standing"):
            line.add(f"{number(float(one.get(name, 0))):>7}", ground)
        line.add(f"  {one.get('mood', '')}", on("$tt-dim", ground))

    return draw

"""The members and how far they trust each other; the region, its neighbour and the treaty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabletop.telling.words import DOMAIN, INDEX_PARTS, TREATY, arrow, gauge, number, signed
from tabletop.tui.canvas import Canvas, Line, tone
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.game.viewmodels import MemberFacts, SeatView

WORSE = frozenset({"tension", "threat", "harm"})
"""Gauges of the region of which less is better."""
GAUGES = {
    "tension": "tension", "threat": "rival's strength", "readiness": "readiness", "deterrence": "deterrence",
    "legitimacy": "legitimacy", "line": "common line", "harm": "civilian harm",
}  # fmt: skip


def heat(trust: float) -> str:
    """The style of a degree of trust; the number stands there too."""
    return "bold $tt-good" if trust >= 65 else "" if trust >= 50 else "$tt-warn" if trust >= 38 else "bold $tt-bad"


def mood_style(mood: str) -> str:
    return {"firm": "$tt-good", "steady": "", "uneasy": "$tt-warn", "falling": "bold $tt-bad"}.get(mood, "")


class Alliance(Painted):
    """A line for each member, with its trust in the others as a heat map with numbers."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None

    def show(self, view: SeatView) -> None:
        self.view = view
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None:
            return
        grid = max(canvas.width - 4 * len(view.members) - 1, 30)
        head = (
            canvas.line().to(15).add("support", "$tt-dim").to(24).add("mood", "$tt-dim").to(31).add("means", "$tt-dim")
        )
        if grid >= 44:
            head.to(37).add("share", "$tt-dim")
        head.to(grid)
        for member in view.members:
            head.add(f"{member.short:>4}", f"bold $tt-{member.colour}", ("why", f"standing {member.seat}"))
        canvas.put(head)
        for member in view.members:
            canvas.put(self._member(canvas.line(), view, member, grid))
        for text in self._below(view):
            if self.room and len(canvas.lines) >= self.room:
                break
            canvas.write(text, "$tt-dim", indent=1, most=1 if self.room - len(canvas.lines) < 4 else 2)
        if self.room - len(canvas.lines) >= 3:
            share = " Share: borne lately of fair share, in percent." if grid >= 44 else ""
            canvas.write(f"Rows trust columns, 0–100; ▲▼ mark the last turn.{share}", "$tt-dim", indent=1)

    def _member(self, line: Line, view: SeatView, member: MemberFacts, grid: int) -> Line:
        mine = member.seat == view.seat
        what = ("why", f"support {member.seat}")
        line.add(f"{member.emblem} ", f"bold $tt-{member.colour}", what)
        line.add(member.name, f"bold $tt-{member.colour}" if mine else f"$tt-{member.colour}", what, room=11)
        line.to(15).add(f"{number(member.support):>5}", "bold", what)
        line.add(f"{arrow(member.support_change)}", tone(member.support_change), what)
        line.to(24).add(member.mood, mood_style(member.mood)).to(32).add(number(member.means))
        if grid >= 44:
            short = member.burden_share < 0.7 * member.fair_share
            line.to(37).add(f"{member.burden_share:.0f}/{member.fair_share:.0f}%", "$tt-warn" if short else "")
        line.to(grid)
        for other in view.members:
            if other.seat == member.seat:
                line.add("   ·", "$tt-dim")
                continue
            trust, change = view.trust[member.seat][other.seat], view.trust_change[member.seat][other.seat]
            target = ("why", f"trust {member.seat} {other.seat}")
            line.add(f"{trust:>3.0f}", heat(trust), target).add(
                arrow(change) if abs(change) >= 0.5 else " ", tone(change), target
            )
        return line

    def _below(self, view: SeatView) -> list[str]:
        short = {member.seat: member.short for member in view.members}
        pairs = [
            f"{short[a]}–{short[b]}{' ×2' if n > 1 else ''}"
            for a, row in view.agreements.items()
            for b, n in row.items()
            if n and a < b
        ]
        channels = [f"{member.short} {number(member.channel)}" for member in view.members if member.channel >= 0.05]
        polls: dict[int, list[str]] = {}
        for member in view.members:
            if member.election:
                polls.setdefault(member.election, []).append(member.short)
        soon = [f"turn {turn} {' '.join(who)}" for turn, who in sorted(polls.items())]
        me = view.me
        mine = ""
        if me and me.objective.title:
            goals = ", ".join(f"{goal} {part}" for goal, part in me.objective.weights.items())
            mine = f"You: {me.objective.title} ({goals})"
        return [
            *([mine] if mine else []),
            f"Agreements: {', '.join(pairs) or 'none'}" + (f" · Channels: {', '.join(channels)}" if channels else ""),
            *([f"Elections: {', '.join(soon)}"] if soon else []),
        ]


class Region(Painted):
    """What goes on around the alliance, the parts of cohesion, the neighbour and the treaty."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.view: SeatView | None = None

    def show(self, view: SeatView) -> None:
        self.view = view
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        view = self.view
        if view is None:
            return
        short = canvas.width < 70
        half = 31 if short else canvas.width // 2
        right = self._right(view, short)
        left: list[str] = ["", *GAUGES, "control"]
        for row in range(max(len(left), len(right))):
            line = canvas.line()
            if row == 0:
                line.add(" The region", "bold")
            elif row < len(left):
                self._gauge(line, view, left[row], half - 2)
            line.to(half)
            if row < len(right):
                for text, style in right[row]:
                    line.add(text, style)
            canvas.put(line)
        if short:
            for parts in self._around(view):
                line = canvas.line().add(" ")
                for text, style in parts:
                    line.add(text, style)
                canvas.put(line)

    def _gauge(self, line: Line, view: SeatView, name: str, end: int) -> None:
        if name == "control":
            part = view.stability.parts[1]
            label, value, change = INDEX_PARTS["stability"][1], part.value, part.change
        else:
            found = view.region[name]
            label, value, change = GAUGES[name], found.value, found.change
        what = ("why", name)
        line.add(f" {label:<17}", "", what).add(f"{number(value):>5}", "bold", what)
        line.add(f" {arrow(change)}{signed(change):>5} ", tone(change, name not in WORSE), what)
        if end - line.at >= 3:
            line.add(gauge(value, min(end - line.at, 20)), "$tt-dim", what)

    def _right(self, view: SeatView, short: bool) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = [[("Cohesion is made of", "bold")]]
        for name, part in zip(INDEX_PARTS["cohesion"], view.cohesion.parts, strict=True):
            rows.append([
                (f"{name:<12}", ""), (f"{number(part.value):>6}", "bold"),
                (f" {arrow(part.change)}{signed(part.change):>5}", tone(part.change)),
                ("" if short else f"  weight {part.weight:.0f} %", "$tt-dim"),
            ])  # fmt: skip
        return rows if short else rows + self._around(view)

    def _around(self, view: SeatView) -> list[list[tuple[str, str]]]:
        """The neighbour, the treaty, and what came of the crises so far."""
        outside = view.outside
        rows: list[list[tuple[str, str]]] = []
        intent = {"seeker": "seeks safety: can be reassured", "greedy": "wants more: looks for weakness"}.get(
            outside.intent, ""
        )
        rows.append(
            [
                (outside.short, "bold"),
                (f": {intent}" if intent else f": intent hidden, {outside.known:.0f} % learnt", ""),
            ]
        )
        if view.level != "basics":
            treaty = view.treaty
            covers = ", ".join(DOMAIN[domain] for domain in treaty.covered)
            rows.append(
                [
                    ("Treaty ", "bold"),
                    ("▰" * treaty.stage + "▱" * (4 - treaty.stage), "$tt-accent"),
                    (f" {TREATY[treaty.stage]}", ""),
                ]
            )
            if treaty.in_force:
                rows.append([(f"in force: {treaty.in_force}, covers {covers}", "$tt-good")])
        counts = view.counts
        rows.append([(f"so far: {counts['resolved']} resolved, {counts['outbreaks']} broke out", "$tt-dim")])
        return rows

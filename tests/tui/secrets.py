"""What only one seat may read, and whether somebody else could read it now."""

from __future__ import annotations

from typing import Any

PRIVATE = frozenset({
    "Table", "UnstoredTable", "Briefing", "Brief", "Story", "Why", "Odds", "Members", "Surroundings",
})  # fmt: skip
"""Screens of one seat: what that seat may read may stand on them."""


def secrets_of(sitting: Any) -> dict[str, list[str]]:
    """By seat, pieces of text that only it may read: short enough to stand on one line of the screen."""
    found: dict[str, list[str]] = {}
    for seat in sitting.people:
        view = sitting.view(seat)
        texts = [view.me.brief, view.me.objective.bonus, *view.me.red_lines]
        texts += [i.brief for crisis in view.crises for i in crisis.stakes if i.seat == seat and i.brief]
        found[seat] = [" ".join(text.split()[:3]) for text in texts if len(text.split()) >= 3]
    return found


def leaked(p: Any, sitting: Any, allowed: str = "") -> list[str]:
    """Secrets of seats other than `allowed` that are on the screen, in the title, or in a note in the corner."""
    shown = " ".join(" ".join(p.text().split()).split("│"))
    shown += f" {p.app.title} {p.app.sub_title}"
    return [text for seat, texts in secrets_of(sitting).items() if seat != allowed for text in texts if text in shown]


def allowed_to(p: Any) -> str:
    """The seat whose secrets may be on the screen now; "" when nobody's may."""
    stack = [screen for screen in p.app.screen_stack if type(screen).__name__ != "Palette"]
    table = next((screen for screen in reversed(stack) if type(screen).__name__.endswith("Table")), None)
    return table.seat if table is not None and type(stack[-1]).__name__ in PRIVATE else ""

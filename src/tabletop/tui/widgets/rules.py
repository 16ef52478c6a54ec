"""The rules behind a number: what each says, how it reckons, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from tabletop.session.sitting import Sitting
from tabletop.tui.canvas import Canvas


def draw_rules(canvas: Canvas, sitting: Sitting, names: Iterable[str]) -> None:
    """Under a heading, the rules of these names: title, statement, formula, source; unknown names are passed over."""
    canvas.put()
    canvas.rule("The rules behind it")
    for name in names:
        rule = sitting.rule(name)
        if rule is None:
            continue
        canvas.put(canvas.line().add(f"  {name:<4} ", "bold $tt-accent").add(rule.title, "bold"))
        canvas.write(rule.statement, indent=7)
        canvas.write(sitting.formula(name), "$tt-dim", indent=7)
        canvas.write(f"{rule.source} · {rule.status}", "$tt-dim", indent=7)

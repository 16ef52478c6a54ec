"""The alliance and the region, whole: all that the panels of the table have no room for."""

from __future__ import annotations

from typing import ClassVar

from tabletop.session.sitting import Sitting
from tabletop.telling.words import arrow, gauge, number, shift, signed
from tabletop.tui.canvas import Canvas, tone
from tabletop.tui.screens.page import Page
from tabletop.tui.text import joined, whole
from tabletop.tui.widgets.alliance import below, draw_members
from tabletop.tui.widgets.indices import spark
from tabletop.tui.widgets.painted import Painted
from tabletop.tui.widgets.region import GAUGES, WORSE, around_of, so_far, write


class Closer(Page):
    """A page on which every number opens its ledger."""

    TOPIC: ClassVar[str] = "table"

    def __init__(self, sitting: Sitting, seat: str) -> None:
        super().__init__()
        self.sitting, self.seat = sitting, seat
        self.view = sitting.view(seat)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        from tabletop.tui.screens.why import Why

        if message.what[0] == "why":
            self.app.push_screen(Why(self.sitting, self.seat, message.what[1]))


class Members(Closer):
    """The alliance: everybody's numbers, what binds whom, and what each says in public."""

    def head(self) -> tuple[str, str]:
        return "The alliance", f"turn {self.view.turn}"

    def write(self, canvas: Canvas) -> None:
        view = self.view
        canvas.put()
        draw_members(canvas, view)
        canvas.put()
        for text in below(view, True):
            canvas.write(text, "$tt-dim", indent=1)
        for member in view.members:
            canvas.put()
            line = canvas.line().add(f" {member.emblem} ", f"bold $tt-{member.colour}")
            line.add(member.name, f"bold $tt-{member.colour}").add(f"  {member.title}")
            canvas.put(line)
            canvas.write(joined(member.aims), indent=3)
            change = shift(member.standing, member.standing_change)
            facts = [
                f"trusted by the others {number(member.standing)} ({signed(change)})",
                f"effort so far {number(member.effort)}", f"agreements made {member.deals}",
                f"deals outside {member.outside_deals}" if member.outside_deals else "",
                f"sovereignty ceded {number(member.sovereignty)}" if view.level != "basics" else "",
                f"treaties in force {member.signed}" if member.signed else "",
                f"unofficial channels {number(member.channel)}" if member.channel >= 0.05 else "",
                f"next election turn {member.election}" if member.election else "",
            ]  # fmt: skip
            canvas.write(" · ".join(whole(fact) for fact in facts if fact), "$tt-dim", indent=3)


class Surroundings(Closer):
    """The region: every gauge with its course and meaning, the neighbour, the treaty."""

    def head(self) -> tuple[str, str]:
        return "The region", so_far(self.view)

    def write(self, canvas: Canvas) -> None:
        view = self.view
        canvas.put()
        for name, label in GAUGES.items():
            found, what = view.region[name], ("why", name)
            line = canvas.line().add(f" {label:<17}", "bold", what).add(f"{number(found.value):>5}", "bold", what)
            change = shift(found.value, found.change)
            line.add(f"  {arrow(change)} {signed(change):>5}  ", tone(change, name not in WORSE), what)
            line.add(gauge(found.value, 20), "$tt-dim", what)
            canvas.put(line.add(f"  {spark(found.history, max(canvas.width - line.at - 4, 0))}", "$tt-dim", what))
            if found.meaning != label:
                canvas.write(f"{found.meaning[:1].upper()}{found.meaning[1:]}.", "$tt-dim", indent=19)
        canvas.put()
        for parts in around_of(view, canvas.width):
            canvas.put(write(canvas.line().add(" "), parts))
        canvas.write(joined(view.outside.description), "$tt-dim", indent=3)

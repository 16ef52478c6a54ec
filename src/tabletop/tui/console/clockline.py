"""The line of phases with the countdown, and the tabs below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.console.roster import progress, raised
from tabletop.tui.console.words import PHASES, minutes
from tabletop.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from tabletop.tui.console.watch import Watch

SOON: Final = 60.0
"""Seconds before the end of a phase from which its clock warns."""
PAGES: Final = ("seats", "people", "talk", "tray", "table", "notes", "time")
"""The pages of the console, in the order of their digits."""


def clock(watch: Watch, group: int | None = None) -> tuple[str, str]:
    """A group's clock in a few words, with a style: "2:14 left", "1 minute", "+0:45 over", "paused at 2:14"."""
    phase = watch.phases.get(watch.group if group is None else group, {})
    left = watch.left(group)
    if phase.get("paused"):
        return ("paused" if left is None else f"paused at {minutes(left)}"), "bold reverse $tt-warn"
    if left is None:
        return "no clock", "$tt-dim"
    if left <= 0:
        return f"{minutes(left)} over" if left <= -1 else "time is up", "bold $tt-bad"
    planned = float(phase.get("planned") or 0)
    if left <= min(SOON, planned / 2):
        return f"{minutes(left)} left", "bold $tt-warn"
    return f"{minutes(left)} left", "bold $tt-warn" if left <= planned / 5 else "bold"


class ClockLine(Painted):
    """Two lines: the phases with the present one marked and its clock; who is waited for, and what calls."""

    DEFAULT_CSS = "ClockLine { height: 2; background: $surface; }"

    def __init__(self, watch: Watch, **given: Any) -> None:
        super().__init__(**given)
        self.seen = watch

    def paint(self, canvas: Canvas) -> None:
        phase = str(self.seen.phase.get("phase", ""))
        line = canvas.line().add(" ")
        shown = PHASES if phase in PHASES or not phase else (phase,)
        for place, name in enumerate(shown):
            line.add(" ▸ " if place else "", "$tt-dim")
            here = name == phase
            line.add(f"[{name.upper()}]" if here else name, "bold $tt-accent" if here else "$tt-dim")
        if phase == "lobby":
            line.add(" ▸ brief: people join, nothing is played yet", "$tt-dim")
        words, style = clock(self.seen)
        planned = self.seen.phase.get("planned")
        of = "" if words.endswith("over") else "of "
        extended = f" {of}{minutes(float(planned))}" if isinstance(planned, int | float) and planned else ""
        canvas.put(line.to(canvas.width - len(words) - len(extended) - 2).add(words, style).add(extended, "$tt-dim"))
        canvas.put(self._second(canvas))

    def _second(self, canvas: Canvas) -> Line:
        watch = self.seen
        line = canvas.line().add(" ")
        if watch.trouble:
            return line.add(f"✗ {watch.trouble}", "bold $tt-bad")
        line.add(progress(watch))
        if watch.waiting:
            line.add(" · ", "$tt-dim").add(f"{len(watch.waiting)} at the door", "bold $tt-warn", ("page", "seats"))
        if raised(watch):
            line.add(" · ", "$tt-dim").add(f"{len(raised(watch))} called", "bold $tt-warn", ("page", "seats"))
        live = [one for one in watch.talk.get("proposals", ()) if one.get("state") == "open"]
        if live:
            line.add(" · ", "$tt-dim").add(
                f"{len(live)} proposal{'s' if len(live) > 1 else ''}", "$tt-accent", ("page", "talk")
            )
        for on, word in (
            (watch.klass.get("blank"), "room is blank"),
            (watch.phase.get("practice"), "practice turn"),
            (watch.klass.get("ended"), "the class has ended"),
            (watch.klass.get("declassified"), "declassified"),
        ):
            if on:
                line.add(" · ", "$tt-dim").add(word, "bold $tt-warn")
        if watch.everywhere:
            words = "clock keys: ALL GROUPS"
            line.to(max(canvas.width - len(words) - 2, line.at + 1)).add(words, "bold reverse $tt-accent")
        return line


class GroupLine(Painted):
    """One word for each group: its number, phase and clock. Away where there is one group only."""

    DEFAULT_CSS = "GroupLine { height: 1; background: $surface; display: none; } GroupLine.-shown { display: block; }"

    def __init__(self, watch: Watch, **given: Any) -> None:
        super().__init__(**given)
        self.seen = watch

    def paint(self, canvas: Canvas) -> None:
        watch = self.seen
        line = canvas.line().add(" Group ", "$tt-dim")
        room = max((canvas.width - 9) // max(watch.groups, 1), 5)
        first = (
            max(watch.group - max((canvas.width - 9) // room, 1) // 2, 1) if watch.groups * 5 > canvas.width - 9 else 1
        )
        for number in range(first, watch.groups + 1):
            here = number == watch.group
            start, ground = line.at, " on $tt-mark" if here else ""
            phase = str(watch.phases.get(number, {}).get("phase", ""))
            words, style = clock(watch, number)
            line.add(f"[{number}]" if here else f" {number} ", f"bold $tt-accent{ground}", ("group", number))
            if watch.calls(number):
                line.add("!", f"bold $tt-warn{ground}", ("group", number))
            words = words.removesuffix(" left").replace("paused at ", "‖ ")
            if room >= 20:
                line.add(f" {phase} ", ground.strip(), ("group", number))
            if room >= 9:
                line.add(
                    words,
                    f"{style}{ground}",
                    ("group", number),
                    room=room - (line.at - start) - 1,
                )
            line.to(start + room)
        canvas.put(line)


class Tabs(Painted):
    """The pages by their digits; what is new on one is marked."""

    DEFAULT_CSS = "Tabs { height: 1; background: $surface; }"

    def __init__(self, watch: Watch, **given: Any) -> None:
        super().__init__(**given)
        self.seen = watch
        self.page = "seats"

    def show(self, page: str) -> None:
        self.page = page
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for place, name in enumerate(PAGES, 1):
            here = name == self.page
            key = self.key_for(f"console: {name}", str(place))
            line.add(f" {key}", "bold $tt-accent" + (" on $tt-mark" if here else ""), ("page", name))
            line.add(f" {name.capitalize()} ", "bold on $tt-mark" if here else "", ("page", name))
        key = self.key_for("screen: commands", "ctrl+p")
        canvas.put(line.right(f"{key} all commands ", "$tt-dim", ("commands", "")))

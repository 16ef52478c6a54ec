"""Who is here: the seats with those who play them, and everybody by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tabletop.telling.sentences import counted
from tabletop.telling.words import CLAUSE, STRATEGY, TACTIC
from tabletop.tui.canvas import Line
from tabletop.tui.console.listing import Listing, Row, Told, heading, on, remark, told
from tabletop.tui.console.words import ago

if TYPE_CHECKING:
    from tabletop.tui.console.watch import Watch

State = Mapping[str, Any]
THINKING = 30.0
"""Seconds of silence from which a seat's time is told in the colour of a warning."""


class ClassListing(Listing):
    """A list about the class."""

    def __init__(self, watch: Watch, **given: Any) -> None:
        super().__init__(**given)
        self.seen = watch


class Seats(ClassListing):
    """The seats of the group, who plays each and how far they are; then who waits at the door."""

    TITLE = "Seats"

    def note(self) -> str:
        return progress(self.seen)

    def rows(self) -> list[Row]:
        rows = [Row(("seat", seat["seat"]), _seat(seat, self.seen)) for seat in self.seen.seats]
        waiting = self.seen.waiting
        rows.append(heading("At the door", counted(len(waiting), "person").replace("persons", "people")))
        if not waiting:
            open_door = self.seen.klass.get("open_door")
            rows.append(remark("Nobody waits." + (" The door is open: whoever comes is seated." if open_door else "")))
        rows += [Row(("person", one["person"]), _waiter(one, self.seen)) for one in waiting]
        calls = raised(self.seen)
        if calls:
            rows.append(heading("Hands up", "they call you"))
            rows += [Row(("raised", one.get("n")), _call(one, self.seen)) for one in reversed(calls[-6:])]
        return rows

    def about(self, what: Any, width: int) -> Told:
        kind, key = what
        if kind == "seat":
            return about_seat(self.seen, key, width)
        if kind == "person":
            return about_person(self.seen, key, width)
        call = next((one for one in raised(self.seen) if one.get("n") == key), {})
        return told(("", str(call.get("text", "")), ""), width=width)

    def nothing(self) -> str:
        return "Looking at the class …"


class People(ClassListing):
    """Everybody by name, seat by seat."""

    TITLE = "People"

    def note(self) -> str:
        here = sum(bool(one.get("here")) for one in self._all())
        return f"{here} of {len(self._all())} here"

    def _all(self) -> list[State]:
        return [one for one in self.seen.people if one.get("role") != "facilitator"]

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        mine = [one for one in self._all() if one.get("group") == self.seen.group and one.get("admitted")]
        for seat in self.seen.seats:
            team = self.seen.team(str(seat["seat"]))
            if team:
                rows.append(
                    heading(
                        str(seat.get("name", seat["seat"])), counted(len(team), "person").replace("persons", "people")
                    )
                )
                rows += [Row(("person", one["person"]), _person(one, self.seen)) for one in team]
        placed = {one["person"] for seat in self.seen.seats for one in self.seen.team(str(seat["seat"]))}
        others = [one for one in mine if one["person"] not in placed]
        if others:
            rows.append(heading("Observers, screens, without a seat"))
            rows += [Row(("person", one["person"]), _person(one, self.seen, role=True)) for one in others]
        waiting = self.seen.waiting
        if waiting:
            rows.append(heading("At the door"))
            rows += [Row(("person", one["person"]), _waiter(one, self.seen)) for one in waiting]
        elsewhere = [one for one in self._all() if one.get("group") != self.seen.group and one.get("admitted")]
        if elsewhere:
            rows.append(heading("In other groups"))
            rows += [Row(("person", one["person"]), _person(one, self.seen, group=True)) for one in elsewhere]
        return rows

    def about(self, what: Any, width: int) -> Told:
        return about_person(self.seen, what[1], width)

    def nothing(self) -> str:
        return "Nobody has joined yet. The page with address and code stands under j."


# ---------------------------------------------------------------- words


def raised(watch: Watch) -> list[State]:
    """Calls for the facilitator in the group that are not dealt with, in order."""
    return [one for one in watch.many("ratings", "raised") if "lowered" not in one]


def progress(watch: Watch) -> str:
    """Who has chosen and whom the room waits for, in a few words."""
    people = [seat for seat in watch.seats if seat.get("by") == "person"]
    if not people:
        return "computer players in all seats" if watch.seats else ""
    phase = watch.phase.get("phase")
    if phase in ("lobby", "discuss", "end"):
        ready = sum(bool(seat.get("ready")) for seat in people)
        return f"{len(people)} seat{'s' if len(people) > 1 else ''} with people" + (f", {ready} ready" if ready else "")
    if phase == "resolve":
        return "the turn is played"
    done = sum(bool(seat.get("committed")) for seat in people)
    if done == len(people):
        return "all have chosen"
    names = [
        str(_member(watch, str(seat["seat"])).get("short") or seat["name"])
        for seat in people
        if not seat.get("committed")
    ]
    missing = f", missing: {', '.join(names)}" if done and len(names) <= 2 else ""
    return f"{done} of {len(people)} have chosen{missing}"


def silence(watch: Watch, seat: State) -> float:
    """Seconds a seat has thought in this turn, now."""
    seconds, began = seat.get("thinking_seconds"), watch.part("table").get("began")
    if isinstance(seconds, int | float):
        return float(seconds)
    return max(watch.clock - float(began), 0.0) if isinstance(began, int | float) else 0.0


def _seat(seat: State, watch: Watch) -> Any:
    member = _member(watch, str(seat["seat"]))
    team = watch.team(str(seat["seat"]))

    def draw(line: Line, ground: str) -> None:
        colour = f"bold $tt-{member['colour']}" if member.get("colour") else "bold"
        line.add(f"{member.get('emblem', ' ')} ", on(colour, ground))
        wide = 13 if line.width < 64 else 20 if line.width < 100 else 26
        line.add(str(seat.get("name", seat["seat"])), on("bold", ground), room=wide).to(5 + wide, ground)
        word, style = doing(watch, seat)
        line.add(word, on(style, ground), room=18).to(24 + wide, ground)
        if not team:
            line.add(str(seat.get("mind") or ""), on("$tt-dim", ground))
            return
        for place, one in enumerate(team):
            line.add(", " if place else "", on("$tt-dim", ground))
            gone = not one.get("here")
            mark = "★" if one.get("speaker") else ""
            line.add(f"{mark}{one['name']}", on("$tt-dim" if gone else "bold" if mark else "", ground), room=24)
            line.add(" (away)" if gone else "", on("$tt-warn", ground))
        if seat.get("by") != "person" and seat.get("mind"):
            line.add(f" · {seat['mind']}", on("$tt-dim", ground))

    return draw


def doing(watch: Watch, seat: State) -> tuple[str, str]:
    """What a seat does now, with a style: ✓ chosen, … thinking 1:20, · computer player."""
    if seat.get("by") != "person":
        return ("· computer player", "$tt-dim")
    if seat.get("committed"):
        return "✓ chosen", "$tt-good"
    if watch.phase.get("phase") in ("lobby", "resolve", "discuss", "end"):
        here = any(one.get("here") for one in watch.team(str(seat["seat"])))
        return ("✓ ready", "$tt-good") if seat.get("ready") else ("· here" if here else "○ away", "$tt-dim")
    seconds = silence(watch, seat)
    text = f"… thinks {int(seconds) // 60}:{int(seconds) % 60:02d}"
    late = seconds >= THINKING and watch.phase.get("phase") == "commit"
    if seat.get("ready"):
        return f"✓ ready {text[9:]}", "$tt-good"
    return text, "$tt-warn" if late else ""


def _member(watch: Watch, seat: str) -> State:
    return next((one for one in watch.board.get("members", ()) if one.get("seat") == seat), {})


def _person(one: State, watch: Watch, *, role: bool = False, group: bool = False) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add("★ " if one.get("speaker") else "  ", on("bold $tt-accent", ground))
        line.add(str(one["name"]), on("bold", ground), room=26).to(32, ground)
        line.add(*_presence(one, watch, ground)).to(48, ground)
        words = []
        if role:
            words.append({"observer": "observer", "room": "room screen"}.get(str(one.get("role")), "no seat yet"))
        if group:
            seat = watch.names.get(str(one.get("seat")), "")
            words.append(f"group {one.get('group')}" + (f", {seat}" if seat else ""))
        if one.get("muted"):
            words.append("muted")
        line.add(" · ".join(words), on("$tt-dim", ground))

    return draw


def _presence(one: State, watch: Watch, ground: str) -> tuple[str, str]:
    if one.get("here"):
        return "● here", on("$tt-good", ground)
    if not one.get("last_seen"):
        return "○ not seen yet", on("$tt-dim", ground)
    return f"○ away {ago(away(one, watch))}", on("$tt-warn", ground)


def away(one: State, watch: Watch) -> float:
    """Seconds since somebody was last there."""
    now = watch.phase.get("now")
    seen = one.get("last_seen")
    if not isinstance(now, int | float) or not isinstance(seen, int | float):
        return 0.0
    return max(float(now) - float(seen) + watch.passed(), 0.0)


def _waiter(one: State, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        wide = 18 if line.width < 64 else 26
        line.add("? ", on("bold $tt-warn", ground))
        line.add(str(one["name"]), on("bold", ground), room=wide).to(wide + 6, ground)
        wants = {"player": "wants to play", "observer": "wants to watch", "room": "a screen for the room"}
        line.add(wants.get(str(one.get("role")), ""), ground).to(wide + 28, ground)
        line.add("here" if one.get("here") else "away", on("$tt-good" if one.get("here") else "$tt-warn", ground))

    return draw


def _call(one: State, watch: Watch) -> Any:
    def draw(line: Line, ground: str) -> None:
        line.add("! ", on("bold $tt-warn", ground))
        who = watch.names.get(str(one.get("by")), "") or watch.names.get(str(one.get("seat")), "somebody")
        line.add(who, on("bold", ground), room=22).add("  ", ground).add(str(one.get("text", "")), ground)

    return draw


def about_seat(watch: Watch, seat: str, width: int) -> Told:
    """What is known of a seat, for the foot of the list."""
    found = next((one for one in watch.seats if one["seat"] == seat), {})
    team = watch.team(seat)
    names = ", ".join(
        str(one["name"]) + (" (speaks)" if one.get("speaker") else "") + ("" if one.get("here") else " (away)")
        for one in team
    )
    member = _member(watch, seat)
    drafts = [
        f"{watch.names.get(who, who)}: {choice_line(one, watch)}"
        for who, one in dict(watch.part("table").get("drafts", {}).get(seat, {})).items()
        if one
    ]
    sealed = next((one.get("choice") for one in watch.board.get("seats", ()) if one.get("seat") == seat), None)
    lines = told(
        ("", str(found.get("name", seat)) + (f": {member['title']}" if member.get("title") else ""), "bold"),
        ("People", names or "nobody; a computer player plays it", ""),
        ("Wants", str(member.get("objective", {}).get("title", "")), "$tt-dim"),
        ("Drafts", "; ".join(drafts), "") if not sealed else ("Chose", choice_line(sealed, watch), "$tt-good"),
        width=width, most=2,
    )  # fmt: skip
    lines.append(("Enter: words, people, computer player, rating and more", "$tt-dim"))
    return lines


def choice_line(choice: State, watch: Watch) -> str:
    """A choice in a line: “Bilateral with Delmar on “The tunnel”, Listen, effort 1”."""
    way = STRATEGY.get(str(choice.get("strategy")), "")
    if choice.get("strategy") == "hold":
        return way
    card = watch.card_title(str(choice.get("card")))
    target = choice.get("target")
    name = watch.board.get("outside", {}).get("name", "") if target == "outside" else watch.names.get(str(target), "")
    parts = [f"{way}{f' with {name}' if name else ''} on “{card}”"]
    parts += [TACTIC.get(str(choice.get("tactic")), ""), CLAUSE.get(str(choice.get("clause")), "")]
    return ", ".join([*filter(None, parts), f"effort {choice.get('effort', 0)}"])


def about_person(watch: Watch, person: str, width: int) -> Told:
    """What is known of a person, for the foot of the list."""
    one = next((found for found in watch.people if found["person"] == person), {})
    if not one:
        return []
    seat = watch.names.get(str(one.get("seat")), "")
    facts = [
        {"observer": "observer", "room": "screen for the room"}.get(str(one.get("role")), "player"),
        f"group {one.get('group')}" if watch.groups > 1 else "", seat,
        "speaks for the seat" if one.get("speaker") else "", "muted" if one.get("muted") else "",
        "here" if one.get("here") else f"away for {ago(away(one, watch))}" if one.get("last_seen") else "",
    ]  # fmt: skip
    lines = told(("", str(one["name"]), "bold"), ("", " · ".join(filter(None, facts)), ""), width=width, most=2)
    key = (
        "Enter: let in, seat, refuse" if not one.get("admitted") else "Enter: move, speaker, words, mute, rename, erase"
    )
    return [*lines, (key, "$tt-dim")]

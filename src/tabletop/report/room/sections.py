"""What a class adds to the sections of a report: the thread, the clock, what was said, what was led, who took part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tabletop.report.blocks import Block, Bullets, Heading, Para, Section, Table, Tone
from tabletop.report.room import facts as r
from tabletop.telling.evaluation import RATING
from tabletop.telling.sentences import listed

if TYPE_CHECKING:
    from tabletop.report.facts import Report

_RULE: Final = {"silence": "silence procedure"}
_END: Final = {"resolved": "resolved", "outbreak": "broke out", "": "open"}
_STATE: Final = {
    "done": "came", "waiting": "did not come", "held": "held back to the end", "dropped": "the game did not take it",
}  # fmt: skip
_WHY: Final = {"rewind": "left when the group went back to turn {}", "practice": "waited for a practice turn",
               "fork": "another group went on from turn {}"}  # fmt: skip


def thread(report: Report) -> Section:
    """Aims, what was seen of them, strengths and areas for improvement, corrective actions."""
    room = report.room
    title = "From aims to actions"
    if room is None or not report.opened:
        return Section("thread", title, [])
    blocks: list[Block] = [Para(
        "Aim, observation and rating, strength or area for improvement, corrective action: the thread of an exercise. "
        "Strengths and areas are read off the ratings and the game's own facts; a fact says what happened, not whose "
        "fault it was.",
        quiet=True,
    )]  # fmt: skip
    for number, aim in enumerate(room.aims, 1):
        blocks += _aim(number, aim)
    for heading, found, tone, none in (
        ("Strengths", room.strengths, "good", "Nothing was rated P or S, and no fact of the game stands out."),
        ("Areas for improvement", room.improvements, "bad",
         "Nothing was rated M or U, and no fact of the game stands out."),
    ):  # fmt: skip
        blocks += [Heading(heading), _findings(found, tone, none)]  # type: ignore[arg-type]
    blocks += [Heading("Corrective actions"), _actions(room.actions)]
    if room.ratings:
        rows = [(str(o.turn), o.member or "the alliance", o.capability, f"{o.rating}, {RATING[o.rating]}", o.note,
                 o.who) for o in room.ratings]  # fmt: skip
        blocks += [Heading("All ratings"), Table(
            "Ratings in order", ("Turn", "Of", "Capability", "Rating", "Why", "By"), rows
        )]  # fmt: skip
    if room.observations:
        blocks += [Heading("All observations"), Bullets([_observed(one) for one in room.observations])]
    return Section("thread", title, blocks)


def _aim(number: int, aim: r.Aim) -> list[Block]:
    blocks: list[Block] = [Heading(f"Aim {number}: {aim.text}")]
    items = []
    if aim.cards:
        told = [f"“{card.title}” (turn {card.came}, {_END[card.end]})" for card in aim.cards]
        items.append(Para(f"{listed(told)}.", "Crises that serve it:"))
    if aim.capabilities:
        items.append(Para(f"{listed([f'“{one}”' for one in aim.capabilities])}.", "Capabilities that bear on it:"))
    items += [
        Para(_rated(one), f"{one.rating}, {RATING[one.rating]}:", "good" if one.rating in "PS" else "bad")
        for one in aim.ratings
    ]
    items += [Para(text, "Strength:", "good") for text in aim.strengths]
    items += [Para(text, "Area for improvement:", "bad") for text in aim.improvements]
    if not aim.ratings:
        items.append(Para("No observer rated it. What did you see yourselves?", quiet=True))
    return [*blocks, Bullets(items)]


def _rated(one: r.Rated) -> str:
    told = f"{one.capability}, {one.member or 'the whole alliance'}, turn {one.turn}"
    told += f", by {one.who}" if one.who else ""
    return f"{told}. {one.note}" if one.note else f"{told}."


def _observed(one: r.Observed) -> Para:
    about = f", {one.member}" if one.member else ""
    by = f" ({one.who})" if one.who and one.who != one.member else ""
    return Para(one.text, f"Turn {one.turn}{about}{by}:", lines=True)


def _findings(found: Sequence[r.Finding], tone: Tone, none: str) -> Block:
    if not found:
        return Para(none, quiet=True)
    return Bullets([Para(f"{one.grounds}", one.text, tone) for one in found])


def _actions(actions: Sequence[r.Action]) -> Block:
    rows = [(one.area or one.text, one.text if one.area else "", one.owner, one.due) for one in actions]
    rows += [("", "", "", "")] * max(0, 3 - len(rows))
    return Table("What is to be done; to be filled in together", ("Area or action", "What is done", "Owner", "By when"),
                 rows)  # fmt: skip


# ---------------------------------------------------------------- what happened around the game


def clock(report: Report) -> Section:
    """Planned against actual time."""
    room = report.room
    if room is None or not room.phases:
        return Section("clock", "Planned and actual time", [])
    rows = [
        (str(one.turn), one.phase, minutes(one.planned), minutes(one.actual), over(one.actual - one.planned))
        for one in room.phases
    ]
    planned, actual = (sum(getattr(one, name) for one in room.phases) for name in ("planned", "actual"))
    rows.append(("", "all together", minutes(planned), minutes(actual), over(actual - planned)))
    head = ("Turn", "Phase", "Planned", "Actual", "Difference")
    blocks: list[Block] = [
        Table("Minutes and seconds of each phase that has ended", head, rows, frozenset({2, 3, 4})),
        Para("Pauses are not counted, nor the time in which the host was down.", quiet=True),
    ]
    if room.branches:
        told = [Para(_WHY.get(one.why, "left").format(one.turn) + ".", f"{one.session}:") for one in room.branches]
        blocks += [Para("This group played other sessions, too; each has a report of its own."), Bullets(told)]
    return Section("clock", "Planned and actual time", blocks)


def said(report: Report) -> Section:
    """Messages, proposals, pledges and red lines, in order."""
    room = report.room
    if room is None:
        return Section("said", "What was said and agreed", [])
    blocks: list[Block] = []
    if room.proposals:
        blocks += [Heading("Proposals"), *(_proposal(one) for one in room.proposals)]
    if room.pledges:
        tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: ""}
        blocks += [Heading("Pledges"), Bullets([
            Para(one.text, f"Turn {one.turn}:", tones[one.kept]) for one in room.pledges
        ])]  # fmt: skip
    if room.red_lines:
        blocks += [Heading("Red lines that were stated in public"), Bullets([
            Para(one.text, f"Turn {one.turn}, {one.member}:", lines=True) for one in room.red_lines
        ])]  # fmt: skip
    if room.messages:
        rows = [_message(one) for one in room.messages]
        head = ("Turn", "Minute", "From", "To", "Text")
        blocks += [Heading("Messages"), Table("Every message in order", head, rows, frozenset({1}))]
    if blocks and not report.opened:
        blocks.append(Para("Only what everybody could read; the rest is opened at the end.", quiet=True))
    return Section("said", "What was said and agreed", blocks)


def _proposal(one: r.Proposed) -> Block:
    votes = ", ".join(f"{name} {word}" for name, word in one.votes.items())
    told = f"By {_RULE.get(one.rule, one.rule)}"
    told += f", co-signed by {listed(one.cosigners)}" if one.cosigners else ""
    told += f"; {votes}." if votes else "."
    tone: Tone = "good" if one.state == "adopted" else "bad" if one.state in ("broken", "failed") else ""
    fate = f"{one.state.capitalize()}{f': {one.why}' if one.why else ''}."
    text = "\n\n".join([*([one.text] if one.text else []), f"{told} {fate}"])
    return Bullets([Para(text, f"{one.number}. “{one.title}”, {one.sponsor}, turn {one.turn}.", tone)])


def _message(one: r.Message) -> tuple[str, ...]:
    sender = one.sender + (" (unsigned)" if one.unsigned else "")
    kind = {"press": "press: ", "whisper": "private: ", "inject": "inject: "}.get(one.kind, "")
    practice = "practice: " if one.practice else ""
    text = f"{one.title}: {one.text}" if one.title and one.text else one.title or one.text
    return str(one.turn), str(one.minute), sender or "–", listed(one.to), f"{practice}{kind}{text}"


def led(report: Report) -> Section:
    """What the facilitator changed."""
    room = report.room
    blocks: list[Block] = []
    if room is not None and room.overruled:
        blocks += [Heading("Numbers overruled, with the reason"), Bullets([
            Para(one.text, f"Turn {one.turn}:") for one in room.overruled
        ])]  # fmt: skip
    if room is not None and room.injects:
        rows = [
            (str(one.turn) if one.turn else "–", "card" if one.card else "words", one.title, one.text, listed(one.to),
             _STATE[one.state])
            for one in room.injects
        ]  # fmt: skip
        head = ("Turn", "Kind", "Title", "Text", "To", "What became of it")
        blocks += [Heading("Injects"), Table("Injects in order", head, rows)]
    return Section("led", "What the facilitator changed", blocks)


# ---------------------------------------------------------------- the people


def participation(report: Report) -> Section:
    """Who took part how much, apart from every score."""
    room = report.room
    if room is None:
        return Section("part", "Taking part", [])
    blocks: list[Block] = [
        Para(
            "Taking part is not doing well, and doing well is not taking part: nothing here enters a score, a rating "
            "or the thread. Much is said aloud and stands nowhere. Suggestions are choices put to one's own team.",
            quiet=True,
        ),
        _shares("By seat", "Seat", room.seats),
    ]  # fmt: skip
    if room.people:
        blocks += [_shares("By person, as names were asked for", "Person", room.people), Para(
            "A choice counts for whoever sealed it, though a team made it together.", quiet=True
        )]  # fmt: skip
    return Section("part", "Taking part", blocks)


def _shares(caption: str, first: str, shares: Sequence[r.Share]) -> Table:
    late = first == "Seat"
    head = (first, "Choices in time", *(("Not chosen in time",) if late else ()), "Suggestions", "Messages",
            "Proposals", "Co-signed", "Votes", "Pledges and red lines", "Reflections", "Calls for help")  # fmt: skip
    rows = [
        (s.name, str(s.in_time), *((str(s.late),) if late else ()), str(s.drafts), str(s.messages),
         str(s.proposals), str(s.cosigned), str(s.votes), str(s.statements), str(s.reflections), str(s.calls))
        for s in shares
    ]  # fmt: skip
    return Table(caption, head, rows, frozenset(range(1, len(head))))


def answers(report: Report) -> Section:
    """Hot wash, feedback and reflections."""
    room = report.room
    blocks: list[Block] = []
    if room is not None and room.reflections:
        blocks += [Heading("Thoughts on the way"), Bullets([_observed(one) for one in room.reflections])]
    for form in room.forms if room is not None else ():
        blocks.append(Heading(f"{form.title} ({form.sheets} filled in)"))
        for one in form.answers:
            if one.counts and any(one.counts.values()):
                told = ", ".join(f"{word} {count}" for word, count in one.counts.items())
                blocks.append(Para(f"{told}.", one.question))
            if one.texts:
                blocks += [Para("", one.question), Bullets([Para(text, lines=True) for text in one.texts])]
    if room is not None and room.forms:
        blocks.append(Para(
            "Answers stand question by question, in the order of the alphabet, with no name and no seat.", quiet=True
        ))  # fmt: skip
    return Section("answers", "Hot wash and feedback", blocks)


def minutes(seconds: float) -> str:
    """Like 2:05."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def over(seconds: float) -> str:
    """The difference from the plan, with its sign."""
    whole = round(seconds)
    return f"{'+' if whole > 0 else '−'}{minutes(abs(whole))}" if whole else "0:00"

"""What a class adds to the report's one long table (`report.tables`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tabletop.report.room import facts as r

Row = tuple[str, int | str, str, str, str, str, float | int | str, str]
_COUNTED: Final = (
    "in_time", "late", "drafts", "messages", "proposals", "cosigned", "votes", "statements", "reflections", "calls"
)  # fmt: skip


def rows(room: r.RoomFacts) -> Iterator[Row]:
    """Every fact of the class that is a value or a text."""
    for phase in room.phases:
        yield ("phase", phase.turn, "", "", "", f"{phase.phase} planned", phase.planned, "seconds")
        yield ("phase", phase.turn, "", "", "", f"{phase.phase} actual", phase.actual, "seconds")
    for rated in room.ratings:
        yield ("rating", rated.turn, rated.member, rated.who, "", rated.capability, rated.rating, rated.note)
    for noted in room.observations:
        yield ("observation", noted.turn, noted.member, noted.who, "", "", "", noted.text)
    for name, found in (("strength", room.strengths), ("improvement", room.improvements)):
        for one in found:
            yield (name, "", "", "", "", one.capability, "", f"{one.text} {one.grounds}")
    for action in room.actions:
        yield ("action", "", action.owner, "", "", action.due, "", action.text or action.area)
    for m in room.messages:
        yield ("message", m.turn, m.sender, "; ".join(m.to), "", m.kind, m.minute, f"{m.title} {m.text}".strip())
    for p in room.proposals:
        yield ("proposal", p.turn, p.sponsor, "; ".join(p.cosigners), "", p.state, p.number, f"{p.title}: {p.why}")
    for pledge in room.pledges:
        yield ("pledge", pledge.turn, pledge.member, "", "", "kept", "" if pledge.kept is None else int(pledge.kept),
               pledge.text)  # fmt: skip
    for line in room.red_lines:
        yield ("red line", line.turn, line.member, "", "", "", "", line.text)
    for inject in room.injects:
        yield ("inject", inject.turn or "", "", "; ".join(inject.to), "", inject.state, "",
               f"{inject.title} {inject.text}".strip())  # fmt: skip
    for changed in room.overruled:
        yield ("overrule", changed.turn, "", "", "", "", "", changed.text)
    for section, shares in (("participation", room.seats), ("participation of a person", room.people)):
        for share in shares:
            for name in _COUNTED:
                yield (section, "", share.name, "", "", name.replace("_", " "), getattr(share, name), "")
    for thought in room.reflections:
        yield ("reflection", thought.turn, thought.member, thought.who, "", "", "", thought.text)
    for form in room.forms:
        for answer in form.answers:
            for word, count in answer.counts.items():
                yield ("answer", "", "", form.form, "", answer.question, count, word)
            for text in answer.texts:
                yield ("answer", "", "", form.form, "", answer.question, "", text)

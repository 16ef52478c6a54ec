"""The report for programs: JSON with every fact, and CSV with one value a row."""

from __future__ import annotations

import csv as comma
import io
import json as notation
from collections.abc import Iterator
from typing import Final

from tabletop.content.text import clean
from tabletop.report.facts import Report
from tabletop.report.room.rows import rows as room_rows

COLUMNS: Final = ("section", "turn", "who", "with", "card", "name", "value", "text")
Row = tuple[str, int | str, str, str, str, str, float | int | str, str]


def json(report: Report) -> str:
    """Every fact, field by field as in `tabletop.report.facts`; ASCII only, so that no terminal is surprised."""
    data = report.model_dump(mode="json", exclude={"room"} if report.room is None else None)
    return notation.dumps(data, ensure_ascii=True, indent=1, allow_nan=False) + "\n"


def csv(report: Report) -> str:
    """What can be counted, as one long table: filter by its first column.

    Members and cards go by their ids where they have one.  Text that a spreadsheet would take for a formula begins
    with an apostrophe.
    """
    out = io.StringIO()
    writer = comma.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: float | int | str) -> str:
    if not isinstance(value, str):
        return f"{value:.2f}" if isinstance(value, float) else str(value)
    text = clean(value)
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") else text


def _rows(report: Report) -> Iterator[Row]:
    end = report.ending
    for name, said in (
        ("campaign", report.campaign.id), ("level", report.level), ("finished", "yes" if report.finished else "no"),
        ("outcome", end.outcome if end else ""), ("grade", end.grade if end else ""),
    ):  # fmt: skip
        yield ("game", "", "", "", "", name, "", said)
    for m in (*report.timeline, *([report.stands] if report.stands else [])):
        values = {"cohesion": m.cohesion, "stability": m.stability, "tension": m.tension}
        for name, value in (values | m.cohesion_parts | m.stability_parts).items():
            yield ("timeline", m.turn, "", "", "", name, value, "opened" if m is report.stands else "")
    for turn in report.turns:
        for choice in turn.choices:
            yield ("choice", turn.turn, choice.seat, "", "", choice.by, "", choice.text)
        for one in turn.negotiations:
            who = "; ".join(one.members)
            facts: dict[str, float | str] = {
                "chance": one.chance,
                "die": "" if one.die is None else one.die,
                "success": int(one.success),
            }
            if one.answered is not None:
                facts["answered"] = int(one.answered)
            for name, fact in facts.items():
                yield ("negotiation", turn.turn, who, one.partner, one.card, name, fact, one.strategy)
            for term in one.terms:
                yield ("term", turn.turn, who, one.partner, one.card, term.name, term.points, one.strategy)
        for index, found in (("cohesion", turn.cohesion_causes), ("stability", turn.stability_causes)):
            for cause in found:
                yield ("cause", turn.turn, "", "", "", index, cause.amount, cause.rule)
    for when, matrix in (("before", report.trust.before), ("after", report.trust.after)):
        for i, row in enumerate(matrix):
            for j, trust in enumerate(row):
                if trust is not None:
                    yield ("trust", "", report.trust.names[i], report.trust.names[j], "", when, trust, "")
    yield from _members(report)
    for point in report.turning_points:
        yield ("turning point", point.turn, "", "", "", "swing", point.swing, point.title)
    if report.luck is not None:
        for name in ("actual", "par", "mean", "sd", "judgement", "luck"):
            yield ("luck", "", "", "", "", name, getattr(report.luck, name), "")
        for dice in (report.luck.dice, *report.luck.seats):
            for name in ("rolled", "expected", "actual", "balance", "spread"):
                yield ("dice", "", dice.name, "", "", name, getattr(dice, name), "")
    for card in report.cards:
        for name, number in (("came", card.came), ("first joint action", card.first_joint), ("left", card.left)):
            yield ("card", "", "", "", card.card, name, number or "", card.end)
    for note in report.notes:
        yield ("note", note.turn, note.who, "", "", "", "", note.text)
    if report.room is not None:
        yield from room_rows(report.room)


def _members(report: Report) -> Iterator[Row]:
    for b in report.burden:
        for name, value in (("share", b.share), ("fair share", b.fair), ("effort", b.effort)):
            yield ("burden", "", b.name, "", "", name, value, "")
    for c in report.scorecards:
        if c.total is not None:
            yield ("score", "", c.name, "", "", "total", c.total, c.objective)
        for goal in c.goals:
            yield ("score", "", c.name, "", "", goal.name, goal.value, f"{goal.weight} %")
        for name, count in (("negotiations", c.negotiations), ("successes", c.successes), ("held", c.held)):
            yield ("member", "", c.name, "", "", name, count, "")

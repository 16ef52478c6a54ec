"""The end on paper: outcome, scorecards, where the game turned, and what to talk about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tabletop.telling.hindsight import date_in_words, in_the_game, source_line
from tabletop.telling.outlook import instead, move, on_this_luck
from tabletop.telling.words import GRADE_HINT, INTENT_WAS, OUTCOME, number, signed
from tabletop.tui.canvas import Canvas, Line
from tabletop.tui.text import joined, names_within, wrap
from tabletop.tui.widgets.curve import curve
from tabletop.tui.widgets.film import scale
from tabletop.tui.widgets.indices import NAMES

if TYPE_CHECKING:
    from tabletop.game.honours import Honour
    from tabletop.game.viewmodels import CardHistory, Index, MemberFacts, OutsideFacts, SeatView
    from tabletop.lab.coach import Lapse
    from tabletop.report.facts import Dice, Luck, Report
    from tabletop.telling.sentences import Names

_TONE = {"good": "$tt-good", "mixed": "$tt-warn", "bad": "$tt-bad"}
_GOALS = {"security": "secur.", "autonomy": "auton.", "prosperity": "prosp.", "influence": "infl."}
"""The goals, whole and for narrow columns."""


# ---------------------------------------------------------------- the outcome


def draw_outcome(canvas: Canvas, view: SeatView) -> None:
    """Grade, ending, both curves, and what was hidden."""
    end = view.end
    if end is None:
        return
    style = _TONE.get(end.tone, "")
    line = canvas.line().add(" ").add(f" {end.grade} ", f"bold reverse {style}").add("  ")
    line.add(OUTCOME.get(end.outcome, end.outcome), "bold")
    hint = GRADE_HINT.get(end.grade, "")
    if line.at + len(hint) + 2 <= canvas.width:
        line.add(f"  {hint}", "$tt-dim")
        hint = ""
    canvas.put(line)
    if hint:
        canvas.put(canvas.line().to(6).add(hint, "$tt-dim"))
    canvas.put()
    canvas.write(end.title, f"bold {style}", indent=1)
    if end.closing:
        canvas.write(joined(end.closing), "$tt-dim", indent=1)
        canvas.put()
    canvas.write(joined(end.text), indent=1)
    canvas.put()
    _curves(canvas, (view.cohesion, view.stability))
    canvas.put()
    counts, outside = view.counts, view.outside
    draw_intent(canvas, outside)
    told = f"{_count(counts['resolved'], 'crisis was', 'crises were')} resolved, {counts['outbreaks']} broke out"
    if view.level != "basics":
        told += f"; {_count(view.treaty.in_force, 'treaty', 'treaties')} came into force"
    canvas.write(f"{told}.", indent=1)
    if view.secrets.seed is not None:
        canvas.write(f"The luck of this game had the number {view.secrets.seed}.", "$tt-dim", indent=1)


def draw_stopped(canvas: Canvas, view: SeatView) -> None:
    """How far a game had come that was ended before its story was."""
    played = f"after turn {view.turn - 1}, before the end of the story" if view.turn > 1 else "before its first turn"
    canvas.write(f"The class has ended {played}.", "bold", indent=1)
    canvas.put()
    _curves(canvas, (view.cohesion, view.stability))
    canvas.put()
    draw_intent(canvas, view.outside)


def draw_intent(canvas: Canvas, outside: OutsideFacts) -> None:
    """What the outside party was after, once that is open."""
    if outside.intent in INTENT_WAS:
        canvas.write(f"{outside.name[:1].upper()}{outside.name[1:]} {INTENT_WAS[outside.intent]}.", indent=1)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _curves(canvas: Canvas, indices: Sequence[Index], tall: int = 4) -> None:
    """Both indices from the start to the end, on one scale."""
    half = canvas.width // 2
    width = min(half - 7, 60)
    low, high = scale(value for index in indices for value in index.history)
    heads = canvas.line()
    for place, index in enumerate(indices):
        heads.to(place * half).add(f" {NAMES[index.name]} {number(index.value)}", "bold", ("why", index.name))
        heads.add(f"  from {number(index.history[0])}", "$tt-dim")
    canvas.put(heads)
    drawn = [curve(index.history, width, tall, low, high) for index in indices]
    for row in range(tall):
        label = {0: high, tall - 1: low}.get(row, "")
        line = canvas.line()
        for place, rows in enumerate(drawn):
            line.to(place * half).add(f"{label:>4} │", "$tt-dim")
            line.add(rows[row], "$tt-accent" if place == 0 else "$tt-warn")
        canvas.put(line)


# ---------------------------------------------------------------- scorecards


def draw_scores(canvas: Canvas, view: SeatView, people: Sequence[str], honours: Sequence[Honour]) -> None:
    """Everybody's scorecard, best first, with the objective that was secret; the honours that were earned."""
    ranked = sorted(view.members, key=lambda member: -(member.score.total or 0))
    goals = 21 if canvas.width < 66 else 26
    wide = max(min((canvas.width - goals - 7) // len(_GOALS), 12), 7)
    head = canvas.line().add("  national scorecards", "$tt-dim")
    for place, (goal, short) in enumerate(_GOALS.items()):
        head.to(goals + wide * place).add(f"{goal if wide > len(goal) else short:>{wide}}", "$tt-dim")
    canvas.put(head.add("  bonus", "$tt-dim"))
    names = names_within(ranked, goals - 11)
    for member in ranked:
        better = sum((other.score.total or 0) > (member.score.total or 0) for other in ranked)
        _card(canvas, member, names[member.seat], better + 1, goals, wide, member.seat in people)
    fate = ranked[0].score.fate
    if fate:
        canvas.write(f"The collapse takes {number(abs(fate), 0)} points from everyone.", "$tt-bad", indent=2)
    canvas.put()
    canvas.write(
        "Each number is followed by what it weighs for that member, in percent; the objectives were secret till now.",
        "$tt-dim", indent=2,
    )  # fmt: skip
    earned = [honour for honour in honours if honour.earned]
    if honours:
        canvas.put()
        canvas.rule("Honours", note=f"{len(earned)} of {len(honours)}")
        if not earned:
            canvas.write("None this time.", "$tt-dim", indent=2)
    for honour in earned:
        line = canvas.line().add("  ✓ ", "bold $tt-good").add(honour.name, "bold")
        canvas.put(line.add(f"  {honour.how}", "$tt-dim"))
        canvas.write(honour.condition, "$tt-dim", indent=4)


def _card(canvas: Canvas, member: MemberFacts, name: str, rank: int, goals: int, wide: int, mine: bool) -> None:
    line = canvas.line().add("▸" if mine else " ", "bold $tt-accent").add(f"{rank} ", "bold")
    line.add(f"{member.emblem} {name}", f"bold $tt-{member.colour}", room=goals - 9).to(goals - 6)
    line.add(f"{number(member.score.total or 0):>5}", "bold")
    for place, (goal, value) in enumerate(member.score.parts.items()):
        weight = member.objective.weights.get(goal, 0)
        line.to(goals + wide * place).add(f"{value:>{wide - 3}.0f}", "bold" if weight >= 40 else "")
        line.add(f"×{weight:<2}", "$tt-dim")
    bonus = member.score.bonus
    if member.objective.bonus:
        line.add(f"{signed(bonus, 0):>6}", "$tt-good" if bonus > 0 else "$tt-dim")
    canvas.put(line)
    line = canvas.line().to(3).add(member.objective.title, "", room=canvas.width // 2)
    if member.objective.bonus:
        met = bonus > 0
        line.add(" ✓ " if met else " ✗ ", "$tt-good" if met else "$tt-bad")
        left = line.at
        first, *more = wrap(member.objective.bonus, canvas.width - left - 1, 2)
        canvas.put(line.add(first, "$tt-dim"))
        for part in more:
            canvas.put(canvas.line().to(left).add(part, "$tt-dim"))
    else:
        canvas.put(line)


# ---------------------------------------------------------------- where it turned


def draw_turning(canvas: Canvas, report: Report | None) -> None:
    """The negotiations the end hung on, and luck against judgement; `None` while it is reckoned."""
    if report is None:
        canvas.write("Other ways the game could have gone are being played …", "$tt-dim", indent=1)
        return
    if not report.turning_points:
        canvas.write("No single negotiation would have changed the end.", indent=1)
    for place, point in enumerate(report.turning_points):
        if place:
            canvas.put()
        line = canvas.line().add(f" Turn {point.turn}", "bold $tt-accent", ("turn", point.turn))
        line.add(f"  “{point.title}”", "bold", ("turn", point.turn))
        better = point.swing > 0
        line.right(f"{'▲' if better else '▼'} {signed(point.swing)}", f"bold {'$tt-good' if better else '$tt-bad'}")
        canvas.put(line)
        canvas.write(point.sentence, indent=3)
        canvas.write(point.other, "$tt-dim", indent=3)
    if report.luck is not None:
        canvas.put()
        _luck(canvas, report.luck)


def _luck(canvas: Canvas, luck: Luck) -> None:
    from tabletop.report.judged import balance_text, par_text

    canvas.rule("Luck against judgement")
    line = canvas.line().add("  luck ", "$tt-dim").add(signed(luck.luck), "bold")
    line.add("   judgement ", "$tt-dim").add(signed(luck.judgement), "bold")
    line.add("   dice ", "$tt-dim").add(f"{luck.dice.actual} of {luck.dice.rolled}", "bold")
    canvas.put(line)
    for text in par_text(luck):
        canvas.write(text, indent=2)
    canvas.put()
    canvas.write(balance_text(luck), indent=2)
    for name, text in (("Luckiest", luck.luckiest), ("Unluckiest", luck.unluckiest)):
        if text:
            canvas.write(f"{name}: {text}", "$tt-dim", indent=2)
    if canvas.width >= 56:
        for dice in luck.seats:
            if dice.rolled:
                canvas.put(_dice(canvas, dice))


def _dice(canvas: Canvas, dice: Dice) -> Line:
    line = canvas.line().to(2).add(dice.name, room=14).to(17)
    line.add(f"{dice.actual} of {dice.rolled}", "bold").add(f", expected {number(dice.expected)}", "$tt-dim")
    return line


# ---------------------------------------------------------------- what cost most


def draw_lapses(canvas: Canvas, found: Sequence[Lapse] | None, names: Names) -> None:
    """One person's choices that cost most, by what could be known then; `None` while they are weighed."""
    canvas.put()
    canvas.rule("Your dearest choices")
    if found is None:
        canvas.write("Your choices are being weighed …", "$tt-dim", indent=1)
        return
    if not found:
        canvas.write("No choice of yours cost more than luck could explain.", indent=1)
    for place, one in enumerate(found):
        if place:
            canvas.put()
        what = ("lapse", one.turn)
        line = canvas.line().add(f" Turn {one.turn}", "bold $tt-accent", what)
        line.add(f"  {move(one.chosen, names, full=False)}", "bold", what)
        canvas.put(line.right(f"▼ {number(one.cost.mean)} ± {number(one.cost.error)}", "bold $tt-bad"))
        canvas.write(instead(one, names), indent=3)
        canvas.write(on_this_luck(one), "$tt-dim", indent=3)


# ---------------------------------------------------------------- to talk about


def draw_talk(canvas: Canvas, questions: Iterable[str], histories: Sequence[CardHistory]) -> None:
    """Questions for the talk after the game, and what really happened in each crisis that came."""
    for question in questions:
        for place, part in enumerate(wrap(question, canvas.width - 5)):
            canvas.put(canvas.line().add(" ? " if place == 0 else "   ", "bold $tt-accent").add(part))
    for history in histories:
        canvas.put()
        draw_history(canvas, history)


def draw_history(canvas: Canvas, history: CardHistory) -> None:
    """What really happened in one crisis, both readings, and where to read on."""
    line = canvas.line().add(" What really happened", "bold $tt-accent")
    canvas.put(line.add(f"  {date_in_words(history.date)}" if history.date else "", "$tt-dim"))
    canvas.write(history.title, "bold", indent=2)
    canvas.write(joined(history.happened), indent=2)
    for reading in history.readings:
        canvas.write(f"{reading.who}:", "bold", indent=2)
        canvas.write(joined(reading.says), indent=4)
    canvas.write(in_the_game(history), "$tt-dim", indent=2)
    for place, source in enumerate(history.sources):
        canvas.write(f"{'' if place else 'Sources: '}{source_line(source)}", "$tt-dim", indent=2)

"""How it ended: outcome, story, both numbers turn by turn, scorecards, turning points, luck, and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tabletop.errors import TabletopError
from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import a, percent, signed, spoken, value
from tabletop.telling.sentences import attempt, counted, listed
from tabletop.telling.words import GRADE_HINT, INTENT_WAS, OUTCOME

if TYPE_CHECKING:
    from tabletop.lab.aftermath import Aftermath, Roll, Tally, TurningPoint

QUESTIONS: Final = 6


def ending(here: Here) -> None:
    """Everything there is to say at the end, the most important first."""
    result(here)
    numbers(here)
    scores(here)
    honours(here)
    moments(here)
    questions(here)


def result(here: Here) -> None:
    """Outcome, grade, and the author's words."""
    end, view, paper = here.view.end, here.view, here.paper
    if end is None:
        raise Puzzled("The game is not over.")
    paper.heading(f"The end of “{view.title}”, after {counted(here.sitting.turns_played(), 'turn')}")
    paper.say(f"{OUTCOME.get(end.outcome, end.outcome)}. Grade {end.grade}: {GRADE_HINT.get(end.grade, '')}.")
    paper.say(f"Cohesion {value(view.cohesion.value)}, stability {value(view.stability.value)}.")
    paper.heading(end.title)
    paper.tell(end.closing)
    if end.closing:
        paper.gap()
    paper.tell(end.text)
    paper.gap()
    intent(here)
    counts = view.counts
    paper.say(
        f"Resolved: {counted(counts['resolved'], 'crise') if counts['resolved'] != 1 else 'one crisis'}. "
        f"Broke out: {counts['outbreaks']}."
        + (f" Treaties in force: {view.treaty.in_force}." if view.level != "basics" else "")
    )
    if view.secrets.seed is not None:
        paper.say(f"The luck of this game had the number {view.secrets.seed}.")


def intent(here: Here) -> None:
    """What the outside party was after, once that is open."""
    outside = here.view.outside
    if outside.intent in INTENT_WAS:
        here.paper.say(f"{a(outside.name)} {INTENT_WAS[outside.intent]}.")


def numbers(here: Here) -> None:
    """Both indices, turn by turn."""
    view, paper = here.view, here.paper
    paper.heading("Cohesion and stability, turn by turn")
    pairs = list(zip(view.cohesion.history, view.stability.history, strict=True))
    paper.say(f"Start: {value(pairs[0][0])} and {value(pairs[0][1])}.")
    for turn, (cohesion, stability) in enumerate(pairs[1:], 1):
        paper.item(turn, f"{value(cohesion)} and {value(stability)}")
    if view.end is None:
        now = f"{value(view.cohesion.value)} and {value(view.stability.value)}"
        paper.item(len(pairs), f"{now} as this turn opened; it was not played")


def scores(here: Here) -> None:
    """National scorecards, with everybody's objective."""
    view, paper = here.view, here.paper
    if any(member.score.total is None for member in view.members):
        raise Puzzled("Scorecards are opened at the end; brief tells how yours stands.")
    paper.heading("National scorecards, objectives revealed")
    ranked = sorted(view.members, key=lambda member: -(member.score.total or 0))
    for place, member in enumerate(ranked, 1):
        you = ", you" if member.seat in here.sitting.people and not here.sitting.shared else ""
        objective = member.objective
        parts = [
            f"{goal} {points:.0f} at weight {objective.weights.get(goal, 0)}"
            for goal, points in member.score.parts.items()
        ]
        told = f"{member.name}{you}: {value(member.score.total or 0)}. {objective.title}: {', '.join(parts)}."
        if objective.bonus:
            met = "met" if member.score.bonus > 0 else "not met"
            told += f" Bonus {met}, {signed(member.score.bonus, 0)}: {objective.bonus}."
        paper.item(place, told)
    if any(member.score.fate for member in ranked):
        paper.say(f"The collapse takes {value(abs(ranked[0].score.fate), 0)} points from everyone.")


def honours(here: Here) -> None:
    """What was done well."""
    earned = [honour for honour in here.sitting.honours() if honour.earned]
    here.paper.heading("Honours")
    if not earned:
        here.paper.say("None this time.")
    for place, honour in enumerate(earned, 1):
        here.paper.item(place, f"{honour.name}: {honour.condition} Here: {spoken(honour.how)}.")


def questions(here: Here) -> None:
    """To talk about."""
    found = here.sitting.questions()[:QUESTIONS]
    if found:
        here.paper.heading("To talk about")
        for place, question in enumerate(found, 1):
            here.paper.item(place, question)


# ---------------------------------------------------------------- turning points and luck


def moments(here: Here) -> None:
    """Where the game turned, and how the dice fell."""
    paper = here.paper
    paper.flush()
    try:
        found = here.sitting.aftermath()
    except TabletopError as error:
        paper.say(str(error))
        return
    paper.heading("Where the game turned")
    if not found.turning_points:
        paper.say("No single negotiation would have changed the end.")
    for place, point in enumerate(found.turning_points, 1):
        paper.item(place, _point(here, point))
    _fortune(here, found)


def _point(here: Here, point: TurningPoint) -> str:
    told = spoken(attempt(point.group, len(here.view.members), here.names).text)
    other = "had it failed" if point.group.success else "had it worked"
    end = OUTCOME.get(point.outcome, point.outcome)
    end = end[:1].lower() + end[1:]
    numbers = f"cohesion {value(point.cohesion)} and stability {value(point.stability)}"
    return f"Turn {point.turn}. {told} {a(other)}, the game would have ended with {numbers}: {end}."


def _fortune(here: Here, found: Aftermath) -> None:
    paper, fortune, par = here.paper, found.fortune, found.par
    paper.heading("Luck and judgement")
    paper.say(f"All dice: {_tally(fortune.total)}.")
    for seat in here.sitting.people:
        name = "Yours" if not here.sitting.shared else here.names.member(seat)
        if seat in fortune.seats and fortune.seats[seat].rolled:
            paper.say(f"{name}: {_tally(fortune.seats[seat])}.")
    for word, roll in (("Luckiest", fortune.luckiest), ("Unluckiest", fortune.unluckiest)):
        if roll is not None:
            paper.say(f"{word}: {_roll(here, roll)}")
    paper.say(
        f"With the very same luck, a thoughtful computer player in your place would have ended at {value(par.lower)}, "
        f"counting the lower of the two numbers; you ended at {value(par.actual)}. "
        f"On other luck it ends at {value(par.mean)} on average."
    )
    paper.say(
        f"So luck counts {signed(par.luck)} and judgement {signed(par.judgement)}. "
        f"One game is one sample: less than {value(par.sd)} says little."
    )


def _tally(tally: Tally) -> str:
    return f"{tally.actual} of {tally.rolled} worked, where {value(tally.expected)} were to be expected"


def _roll(here: Here, roll: Roll) -> str:
    title = here.sitting.card_title(roll.group.card)
    who = [here.names.member(seat) for seat in roll.group.members]
    worked = "worked" if roll.group.success else "failed"
    return f"turn {roll.turn}, {listed(who)} on “{title}”, {worked} at {percent(roll.group.chance)}."

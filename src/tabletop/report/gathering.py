"""From a game to a report: everything is read once, in one place, and nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tabletop.game.honours import honours
from tabletop.game.units import public, shown
from tabletop.report import counterfactual
from tabletop.report import facts as f
from tabletop.report.chronicle import agreements, cards, notes, taken_back, turns
from tabletop.report.judged import luck, rules, turning_points
from tabletop.report.members import burden, scorecards, trust
from tabletop.report.room.gathering import Who, gather_room
from tabletop.report.seen import Seen, source_of
from tabletop.rules import RULES_VERSION
from tabletop.rules.attribution import COHESION_PARTS, STABILITY_PARTS
from tabletop.telling.opening import then_opened
from tabletop.telling.sentences import listed
from tabletop.telling.words import GRADE_HINT, OUTCOME

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.lab.aftermath import Aftermath
    from tabletop.lab.whatif import WhatIf
    from tabletop.rules.state import State
    from tabletop.session.classes import ClassSession

_SEEKER: Final = 0.45
"""Greed up to which a rival seeks security."""
HONESTY: Final = (
    "This is a report about a game, not about the world. Research may support the direction of a rule; every size is "
    "a design choice, and the numbers were tuned so that no single way of working is always best.",
    "What won here is no finding. The report does not show that any way of acting works in the world, and it must not "
    "be quoted as if it did.",
    "A lucky result is not a wise one, and a failure with a good chance is not a mistake. Judge a decision by what "
    "could be known when it was made: by its chance and its price, not by its die.",
    "What the model leaves out is as open to discussion as what it holds. Which rule would you change?",
)


def gather(
    game: Game, npc: Mapping[str, str], *, aftermath: Aftermath | None = None,
    names: Mapping[str, str] | str = "out", session: str = "", date: str = "", whatifs: Sequence[WhatIf] = (),
    classroom: ClassSession | None = None, named: bool = False,
) -> f.Report:  # fmt: skip
    """All facts of a game.

    `npc` names the mind of every seat that no person plays.  `aftermath` is the analysis of a game that is over, made
    here when it is not passed.  `names` gives people's names by member; "out" leaves them out, so that the report holds
    nothing personal but the notes.  `session` and `date` are printed as they are.  `whatifs` are told beside the game
    once it is over.  `classroom` is what a class left beside the game; with `named`, its people's names are in the
    report, but for those that were erased.  A class that was declassified opens everything though its game has not
    ended, and the turns that it played are analysed as they stand.

    While the game goes on the report holds what everybody may see: objectives, briefs, notes, the computer
    players' characters, the rival's intent, what really happened and the analysis stay out.
    """
    seen = Seen.of(game, npc, opened=classroom is not None and classroom.declassified)
    view = seen.view
    left = seen.over and not game.over
    if aftermath is None and (game.over or (left and game.played)):
        from tabletop.lab.aftermath import aftermath as analyse

        minds = _minds(seen, classroom)
        aftermath = analyse(_with_people(game, minds) if minds else game, {**npc, **minds}, left=left)
    played, met, borne, trusted = turns(seen), cards(seen), burden(seen), trust(seen)
    return f.Report(
        session=session, date=date, finished=game.over, campaign=_campaign(game), level=game.level.word,
        seed=view.secrets.seed, rules_version=RULES_VERSION, turns_played=len(seen.turns),
        state_hash=game.state_hash if game.over else "",
        seats=_seats(seen, names if isinstance(names, Mapping) else {}, classroom, named),
        outside=f.Outside(
            name=view.outside.name, description=view.outside.description, intent=_intent(seen)
        ),
        ending=_ending(seen), limits=_limits(seen), timeline=_timeline(game),
        stands=_stands(seen), turns=played, trust=trusted,
        burden=borne, turning_points=turning_points(seen, aftermath) if aftermath else (),
        whatifs=tuple(counterfactual.facts(seen, one) for one in whatifs) if game.over else (),
        luck=luck(seen, aftermath) if aftermath else None, agreements=agreements(seen), scorecards=scorecards(seen),
        honours=tuple(
            f.Honour(name=one.name, condition=one.condition, how=one.how) for one in honours(game) if one.earned
        ),
        notes=notes(seen), taken_back=taken_back(seen), cards=met, rules=rules(seen), honesty=HONESTY,
        room=gather_room(
            seen, classroom, named=named, turns=played, cards=met, burden=borne, trust=trusted
        ) if classroom is not None else None,
    )  # fmt: skip


def _campaign(game: Game) -> f.Campaign:
    written = game.campaign
    return f.Campaign(
        id=written.id, title=written.title, version=written.version, kind=written.kind, summary=written.summary,
        fact_and_fiction=written.fact_and_fiction, learning=tuple(aim.text for aim in written.learning),
        authors=tuple(written.authors), licence=written.licence, digest=written.digest,
        sources=tuple(source_of(s) for s in written.sources),
    )  # fmt: skip


def _intent(seen: Seen) -> str:
    """What the rival wanted, as far as it may be told."""
    outside = seen.view.outside
    if outside.intent or outside.greed is None:
        return outside.intent
    return "greedy" if outside.greed > _SEEKER else "seeker"


def _seats(
    seen: Seen, people: Mapping[str, str], classroom: ClassSession | None, named: bool
) -> tuple[f.Seat, ...]:  # fmt: skip
    from tabletop.minds import about

    minds = _minds(seen, classroom)
    who = Who(seen, classroom, named) if classroom is not None else None
    if who is not None and named:
        people = {
            seat: listed([p.name for p in who.people.values() if p.name and p.seat == seat and p.role == "player"
                          and classroom is not None and p.group == classroom.group])
            for seat in seen.game.seats
        }  # fmt: skip
    found = []
    for member, written in zip(seen.view.members, seen.game.campaign.members, strict=True):
        human = member.seat in seen.game.people and member.seat not in minds
        mind = "" if human or not seen.over else seen.npc.get(member.seat, minds.get(member.seat, written.character))
        found.append(f.Seat(
            seat=member.seat, name=member.name, short=member.short, title=member.title,
            played_by="person" if human else "computer", person=people.get(member.seat, "") if human else "",
            mind=mind, mind_about=about(mind) if mind else "",
        ))  # fmt: skip
    return tuple(found)


def _minds(seen: Seen, classroom: ClassSession | None) -> dict[str, str]:
    """The mind that played each seat of a class at which nobody ever sat."""
    if classroom is None:
        return {}
    held = {seat for _, seat in classroom.happened.commits} | {p.seat for p in classroom.people.values() if p.seat}
    held |= {seat for silent in classroom.happened.silent.values() for seat in silent}
    return {
        seat: by.removeprefix("npc:") for (_, seat), by in seen.chosen.items() if by.startswith("npc:")
        and seat not in held
    }  # fmt: skip


def _with_people(game: Game, minds: Mapping[str, str]) -> Game:
    """The same game with the seats that minds played counted as theirs: nobody's judgement is measured by them."""
    return type(game).replay(
        game.campaign, game.seed, game.commands, level=game.level, optional=game.optional,
        people=[seat for seat in game.people if seat not in minds],
    )  # fmt: skip


def _ending(seen: Seen) -> f.Ending | None:
    end = seen.view.end
    if end is None:
        return None
    return f.Ending(
        title=end.title, tone=end.tone, text=end.text, closing=end.closing, outcome=end.outcome,
        outcome_text=OUTCOME.get(end.outcome, end.outcome), grade=end.grade, grade_text=GRADE_HINT.get(end.grade, ""),
    )  # fmt: skip


def _limits(seen: Seen) -> f.Limits:
    cohesion, stability = seen.view.cohesion, seen.view.stability
    return f.Limits(
        cohesion_floor=cohesion.floor, stability_floor=stability.floor, goal=cohesion.goal,
        cohesion_weights={part.name: part.weight for part in cohesion.parts},
        stability_weights={part.name: part.weight for part in stability.parts},
    )  # fmt: skip


def _timeline(game: Game) -> tuple[f.Moment, ...]:
    return tuple(f.Moment.model_validate(_moment(turn, board)) for turn, board in enumerate(game.boards()))


def _stands(seen: Seen) -> f.Standing | None:
    """The board that everybody saw last: a turn opens as soon as the one before it has been played."""
    if seen.game.over:
        return None
    opened = then_opened(seen.view, seen.names.rule)
    told = opened.text if opened else ""
    return f.Standing.model_validate({**_moment(seen.view.turn, seen.game.board), "told": told})


def _moment(turn: int, board: State) -> dict[str, Any]:
    return {
        "turn": turn, "cohesion": shown(int(public(board, "cohesion"))),
        "stability": shown(int(public(board, "stability"))),
        "cohesion_parts": _parts(COHESION_PARTS, public(board, "cohesion_parts").tolist()),
        "stability_parts": _parts(STABILITY_PARTS, public(board, "stability_parts").tolist()),
        "tension": shown(int(public(board, "tension"))),
    }  # fmt: skip


def _parts(names: tuple[str, ...], values: list[int]) -> dict[str, float]:
    return {name: shown(value) for name, value in zip(names, values, strict=True)}

"""Questions that change nothing: what a choice is worth, why a number moved, what happened, what may come.

Each is answered from what the asker may see: `game.view` of its seat, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import TabletopError
from tabletop.game import Choice
from tabletop.host.room.errors import ClassError, forbidden, missing, not_now
from tabletop.host.room.overview import message
from tabletop.host.room.parts import LEFT_OUT
from tabletop.host.room.people import FACILITATOR, PLAYER
from tabletop.host.room.requests import ChoiceBody, Key, Number, Seat, parse_model

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.viewmodels import Played, SeatView
    from tabletop.host.room.classroom import Classroom
    from tabletop.host.room.group import Group
    from tabletop.host.room.people import Person
    from tabletop.telling.sentences import Names

Answer = dict[str, Any]
Work = Callable[[], Answer]
EVERYBODY: Final = "room"
EVERY_RULE: Final = "*"
MOST_ROWS: Final = 2000
MOST_MESSAGES: Final = 200


class Question(BaseModel):
    """What every question has; `seat` and `group` are for the facilitator."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    ask: Key
    group: Annotated[int, Field(ge=1, le=99)] | None = None
    seat: Seat | None = None


class Worth(Question):
    choice: ChoiceBody
    companions: Annotated[list[Seat], Field(max_length=16)] | None = None
    """Members taken to do the same; left out: everybody in a summit, nobody otherwise."""


class Compare(Question):
    choices: Annotated[list[ChoiceBody], Field(min_length=1, max_length=8)]


class OfTurn(Question):
    turn: Annotated[int, Field(ge=0, le=1000)] | None = None
    """0 or left out: all that has changed since the seat last chose."""


class Why(OfTurn):
    variable: Key | None = None
    who: Annotated[list[Key], Field(max_length=2)] = []


class OfCard(Question):
    card: Key


class OfRule(Question):
    rule: Key


class OfForm(Question):
    form: Key


class Messages(Question):
    before: Number = 1_000_000
    """Messages with smaller numbers than this one."""


def answer(room: Classroom, person: Person, request: Mapping[str, Any]) -> Answer:
    """Answer a question; raises `ClassError`."""
    return prepare(room, person, request)()


def prepare(room: Classroom, person: Person, request: Mapping[str, Any]) -> Work:
    """The work that answers a question.  For the outlook and the coach it takes a second or more, no longer looks at
    the class, and may be done in another thread; all else has been worked out by then.  Raises `ClassError`."""
    if not isinstance(request, Mapping) or not isinstance(request.get("ask"), str):
        raise ClassError("The question asks nothing.", 'Send {"ask": NAME, …}.')
    known = ASKED.get(request["ask"])
    if known is None:
        near = did_you_mean(request["ask"], ASKED, most=0)
        raise missing(f"There is no question “{shorten(request['ask'])}”.", near[:1].upper() + near[1:])
    if not person.admitted:
        raise forbidden("You are not admitted yet.", "The facilitator gives you a place.")
    model, work = known
    asked = parse_model(model, request, "ask")
    group, seat = place_of(room, person, asked)
    try:
        return work(room, person, group, seat, asked)
    except ClassError:
        raise
    except TabletopError as error:
        raise ClassError(error.message, error.next_step, status=409) from error


def place_of(room: Classroom, person: Person, asked: Question) -> tuple[Group, str]:
    """The group and the seat whose eyes are used; raises `ClassError` when it is not the asker's."""
    if person.role == FACILITATOR:
        group = room.group(asked.group or person.group)
        seat = asked.seat or FACILITATOR
        if seat not in (*group.seats, FACILITATOR, EVERYBODY):
            raise missing(f"There is no seat “{shorten(seat)}”.", "Look at the table.")
        return group, seat
    group = room.group(person.group)
    own = person.seat if person.role == PLAYER and person.seat else EVERYBODY
    if (asked.group or group.number) != group.number or (asked.seat or own) != own:
        raise forbidden("You can only ask for your own seat.", "Leave group and seat out.")
    return group, own


class Known:
    """Work that is nothing any more: the answer is there."""

    def __init__(self, found: Answer) -> None:
        self._found = found

    def __call__(self) -> Answer:
        return {"ok": True, **self._found}


def _done(found: Answer) -> Work:
    return Known(found)


def _names(group: Group, view: SeatView) -> Names:
    from tabletop.telling.sentences import names_of

    deck = group.game.campaign.deck
    return names_of(view, lambda card: deck[card].title if card in deck else card, rule_title)


def rule_title(name: str) -> str:
    """A rule's title in the middle of a sentence."""
    from tabletop.rules.registry import REGISTRY

    found = REGISTRY.get(name)
    title = found.title if found else name
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _member(group: Group, seat: str) -> str:
    if seat not in group.seats:
        raise forbidden("Only a member's seat has choices.", "Ask as one of the seats.")
    return seat


def _worth(group: Group, seat: str, body: ChoiceBody, companions: list[str] | None) -> Answer:
    from tabletop.game.advice import odds
    from tabletop.telling.worth import companions as usual

    choice = Choice.parse(body.model_dump(), f"choice of {seat}")
    view = group.game.view(seat)
    with_whom = usual(view, choice) if companions is None else tuple(companions)
    found = odds(group.game, seat, choice, with_whom)
    return {**asdict(found), **_worth_told(group, view, choice, found)}


def _worth_told(group: Group, view: SeatView, choice: Choice, found: Forecast) -> Answer:
    """In words: what a success would do, and under which assumption about the others it is reckoned."""
    from tabletop.game.advice import odds
    from tabletop.telling.sentences import effect
    from tabletop.telling.worth import answered, assumption, in_all

    crisis = view.crisis(choice.card or "")
    if crisis is None:
        return {"effect": "", "assumption": "", "answered": "", "in_all": ""}

    def worth(other: Choice, companions: tuple[str, ...]) -> Forecast | None:
        try:
            return odds(group.game, view.seat, other, companions)
        except TabletopError:
            return None

    return {
        "effect": effect(found, crisis.escalation), "assumption": assumption(view, choice, worth),
        "answered": answered(found, view.outside.name), "in_all": in_all(found),
    }  # fmt: skip


def odds_of(room: Classroom, person: Person, group: Group, seat: str, asked: Worth) -> Work:
    return _done(_worth(group, _member(group, seat), asked.choice, asked.companions))


def compare(room: Classroom, person: Person, group: Group, seat: str, asked: Compare) -> Work:
    return _done({"compared": [_worth(group, _member(group, seat), body, None) for body in asked.choices]})


def _played(group: Group, seat: str, turn: int | None) -> tuple[SeatView, Played]:
    """A turn's ledger as a seat may see it; without a turn all that has changed since it last chose."""
    from tabletop.game.view import played
    from tabletop.telling.numbers import latest

    view = group.game.view(seat)
    if not turn:
        return view, latest(view)
    if turn > len(group.game.played):
        raise not_now(f"Turn {turn} has not been played.", f"{len(group.game.played)} have.")
    return view, played(group.game, seat, turn)


def why(room: Classroom, person: Person, group: Group, seat: str, asked: Why) -> Work:
    """Without a variable: the numbers that moved and by how much; with one: its terms, one by one."""
    from tabletop.telling.numbers import numbers, terms
    from tabletop.telling.sentences import total

    view, ledger = _played(group, seat, asked.turn)
    names = _names(group, view)
    known = numbers(view, ledger, names.card)
    if asked.variable is None:
        sums = [(number, total(terms(ledger, number))) for number in known]
        return _done({"turn": ledger.turn, "steered": _steered(view, ledger, names, asked.turn), "numbers": [
            {"title": n.title, "variable": n.variable, "who": list(n.who), "amount": round(amount, 2), "good": n.good}
            for n, amount in sums if abs(amount) >= 0.005
        ][:MOST_ROWS]})  # fmt: skip
    number = next((n for n in known if n.variable == asked.variable and list(n.who) == asked.who), None)
    if number is None:
        raise missing("There is no such number.", "Ask “why” without a variable for the list.")
    rows = terms(ledger, number)
    return _done({
        "turn": ledger.turn, "title": number.title, "variable": number.variable, "who": list(number.who),
        "amount": round(total(rows), 2), "good": number.good,
        "terms": [{**asdict(row), "title": rule_title(row.rule)} for row in rows[:MOST_ROWS]],
    })  # fmt: skip


def _steered(view: SeatView, ledger: Played, names: Names, turn: int | None) -> list[str]:
    """What moved numbers besides the choices, in sentences: overruled numbers with their reasons, injects, lines."""
    from tabletop.telling.steered import in_turn, so_far

    told = in_turn(ledger, names.member, names.card) if ledger.turn else []
    return [text for text, _ in (*told, *(so_far(view) if not (turn or view.over) else ()))]


def story(room: Classroom, person: Person, group: Group, seat: str, asked: OfTurn) -> Work:
    """What happened in a turn, in sentences; the last one by default."""
    from tabletop.telling.opening import then_opened
    from tabletop.telling.sentences import story as told

    turn = asked.turn or len(group.game.played)
    if not turn:
        return _done({"turn": 0, "story": []})
    view, played = _played(group, seat, turn)
    lines = told(played, view, _names(group, view))
    # Pages show the numbers of now beside the story of the last turn; between them the next turn has opened.
    after = then_opened(view, rule_title) if turn == len(group.game.played) and not view.over else None
    return _done({"turn": turn, "story": [asdict(line) for line in (*lines, *([after] if after else []))]})


def turn(room: Classroom, person: Person, group: Group, seat: str, asked: OfTurn) -> Work:
    """A turn that was played, whole, with every term that this seat may see; 0 or left out: the terms with which the
    present turn was opened.  The titles of its cards stand beside it."""
    deck = group.game.campaign.deck
    if not asked.turn:
        view = group.game.view(seat)
        titles = {crisis.card: crisis.title for crisis in view.crises}
        return _done({"turn": 0, "opening": [asdict(row) for row in view.opening[:MOST_ROWS]], "titles": titles})
    _, played = _played(group, seat, asked.turn)
    cards = dict.fromkeys([*played.dealt, *(move.card for move in played.moves)])
    return _done({
        "turn": asked.turn, "played": played.model_dump(mode="json", exclude={"full_ledger", "by"}),
        "titles": {card: deck[card].title for card in cards if card in deck},
    })  # fmt: skip


def past(room: Classroom, person: Person, group: Group, seat: str, asked: OfTurn) -> Work:
    """The board at the end of an earlier turn, 0 = the start, as this seat could see it."""
    turn = len(group.game.played) if asked.turn is None else asked.turn
    if turn > len(group.game.played):
        raise not_now(f"Turn {turn} has not been played.", f"{len(group.game.played)} have.")
    view = group.game.view_at(turn, seat)
    return _done({"turn": turn, "board": view.model_dump(
        mode="json", exclude=LEFT_OUT
    )})  # fmt: skip


def history(room: Classroom, person: Person, group: Group, seat: str, asked: OfCard) -> Work:
    """What really happened, for a card that has left the table."""
    return _done({"history": group.game.card_history(asked.card, seat).model_dump(mode="json")})


def rule(room: Classroom, person: Person, group: Group, seat: str, asked: OfRule) -> Work:
    """What a rule says, with this game's numbers, and where it comes from; “*”: the formulas of all."""
    from tabletop.rules.registry import REGISTRY, formula_of

    if asked.rule == EVERY_RULE:
        return _done({"formulas": {name: formula_of(name, group.game.tables.book) for name in REGISTRY}})
    found = REGISTRY.get(asked.rule)
    if found is None:
        raise missing(f"There is no rule “{shorten(asked.rule)}”.", "Rules are called like R1, R10b or T3.")
    return _done({
        "rule": found.id, "title": found.title, "statement": found.statement, "source": found.source,
        "status": str(found.status), "formula": formula_of(found.id, group.game.tables.book),
    })  # fmt: skip


def form(room: Classroom, person: Person, group: Group, seat: str, asked: OfForm) -> Work:
    """The questions of a questionnaire that is open."""
    from tabletop.telling.evaluation import FORMS

    if asked.form not in FORMS or asked.form not in room.facts.forms:
        raise missing("That questionnaire is not open.", "The facilitator opens it.")
    return _done({"form": FORMS[asked.form].as_json()})


def messages(room: Classroom, person: Person, group: Group, seat: str, asked: Messages) -> Work:
    """Earlier messages than a state carries."""
    lead = person.role == FACILITATOR
    own = person.seat if person.role == PLAYER else ""
    who = "" if lead else person.id
    found = [m for m in group.talk.readable(own, who, lead) if m.n < asked.before]
    return _done({
        "messages": [message(room, m.told(own, who, lead)) for m in found[-MOST_MESSAGES:]],
        "earlier": max(0, len(found) - MOST_MESSAGES),
    })  # fmt: skip


def outlook(room: Classroom, person: Person, group: Group, seat: str, asked: Question) -> Work:
    """What may come, for this seat's eyes."""
    return _foresee(room, person, group, seat, coach=False)


def coach(room: Classroom, person: Person, group: Group, seat: str, asked: Question) -> Work:
    """What each sensible choice of a seat would change."""
    return _foresee(room, person, group, _member(group, seat), coach=True)


def _foresee(room: Classroom, person: Person, group: Group, seat: str, *, coach: bool) -> Work:
    from tabletop.session.foresight import Foresight
    from tabletop.telling.outlook import told_coaching, told_outlook

    if person.role != FACILITATOR and not room.facts.settings["coach"]:
        raise forbidden("The facilitator has not allowed the outlook and the coach.", "Judge for yourself.")
    if group.game.over:
        raise not_now("The game is over.", "Look at how it ended.")
    key = (group.session, group.game.turn, group.game.state_hash, seat, coach)
    if key in room.foreseen:
        return _done(room.foreseen[key])
    eyes = EVERYBODY if seat == FACILITATOR else seat
    foresight = Foresight(group.game, eyes, outlook=not coach, coach=coach)
    view = group.game.view(eyes)
    names = _names(group, view)

    def grow() -> Answer:
        next(foresight.grow(), None)
        told: Answer
        if coach:
            told = {"coaching": foresight.coaching and asdict(foresight.coaching)}
            told["told"] = foresight.coaching and told_coaching(foresight.coaching, names)
        else:
            told = {"outlook": foresight.outlook and asdict(foresight.outlook)}
            told["told"] = foresight.outlook and told_outlook(foresight.outlook, view.outside.name)
        if len(room.foreseen) >= 200:
            room.foreseen.clear()
        room.foreseen[key] = told
        return {"ok": True, **told}

    return grow


ASKED: Final[dict[str, tuple[type[Question], Callable[[Any, Any, Any, str, Any], Work]]]] = {
    "odds": (Worth, odds_of), "compare": (Compare, compare), "why": (Why, why), "story": (OfTurn, story),
    "turn": (OfTurn, turn),
    "past": (OfTurn, past), "history": (OfCard, history), "rule": (OfRule, rule), "messages": (Messages, messages),
    "outlook": (Question, outlook), "coach": (Question, coach), "form": (OfForm, form),
}  # fmt: skip

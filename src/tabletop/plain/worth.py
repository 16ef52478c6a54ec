"""What a move is worth: with every term, and all ways side by side; and how half a move is made whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tabletop.plain.here import Here, Puzzled
from tabletop.plain.moves import in_words, read_move
from tabletop.plain.speech import a, percent, signed, spoken, value
from tabletop.telling.moves import any_of
from tabletop.telling.sentences import effect, offence, sorted_terms
from tabletop.telling.words import STRATEGIES, STRATEGY
from tabletop.telling.worth import answered, assumption, natural_partner, own_stake, pressing

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.legal import Options


def allowed(here: Here) -> Options:
    """What the seat may choose; raises `Puzzled` where it may choose nothing."""
    options = here.view.options
    if options is None or not options.open:
        raise Puzzled("There is nothing to choose now.")
    return options


def efforts(may: Options) -> str:
    """“0, 1 or 2”."""
    return any_of([str(effort) for effort in may.efforts])


def complete(here: Here, parts: dict[str, Any]) -> Choice:
    """A choice from the parts that were named; the rest as in the move at hand, else sensible. Raises `Puzzled`."""
    from tabletop.game.choice import WITH_CLAUSE, Choice

    may, view = allowed(here), here.view
    draft = here.draft if here.draft and here.draft.strategy != "hold" else None
    card = parts.get("crisis") or (draft.card if draft else None)
    if card is None or view.crisis(card) is None:
        first = pressing(view)
        card = first.card if first else None
    way = parts.get("way") or ("bilateral" if "partner" in parts else draft.strategy if draft else None)
    if way == "hold":
        if parts.keys() - {"way"}:
            raise Puzzled("A member that holds does nothing else: leave the rest out.")
        return Choice()
    if card is None:
        raise Puzzled("No crisis is on the table: all one can do is hold.")
    if way is None:
        raise Puzzled(f"Say the way, too: {', '.join(STRATEGY[word].lower() for word in may.strategies)}.")
    found = may.crisis(card)
    targets = found.targets if found else ()
    if way != "bilateral" and "partner" in parts:
        raise Puzzled(f"Only a bilateral has a partner; {STRATEGY[way].lower()} has none.")
    target = parts.get("partner") or (draft.target if draft and draft.target in targets else None)
    if way == "bilateral":
        target = target or natural_partner(view, view.crisis(card), targets)
        if target == here.seat:
            raise Puzzled("You cannot agree with yourself: name another partner.")
        if target not in targets:
            raise Puzzled("This is a quarrel between allies: the outside party has no part in it.")
    for part, free in (("tactic", may.tactics), ("clause", may.clauses)):
        if part in parts and not free:
            here.paper.say(f"At this level nobody chooses a {part}: “{parts[part]}” is left out.")
    if "clause" in parts and may.clauses and way not in WITH_CLAUSE:
        here.paper.say(f"{STRATEGY[way]} ends in no agreement: the clause is left out.")
    most = may.efforts[-1]
    effort = parts.get("effort", min(draft.effort if draft else 1, most))
    if effort not in may.efforts:
        means = value(view.me.means) if view.me else "0"
        raise Puzzled(f"Effort {effort} is not possible with {means} means. It can be {efforts(may)}.")
    tactic = parts.get("tactic") or (draft.tactic if draft else None) or "interest"
    clause = parts.get("clause") or (draft.clause if draft else None) or "consult"
    return Choice(
        strategy=way, tactic=tactic if may.tactics else None, effort=effort,
        target=target if way == "bilateral" else None,
        clause=clause if may.clauses and way in WITH_CLAUSE else None, card=card,
    )  # fmt: skip


def would(here: Here, way: str, parts: dict[str, Any]) -> Choice | None:
    """The move at hand with another way."""
    named = {name: value for name, value in parts.items() if name in ("crisis", "effort")}
    if way == "bilateral" and "partner" in parts:
        named["partner"] = parts["partner"]
    try:
        return complete(here, {**named, "way": way})
    except Puzzled:
        return None


def chosen(here: Here) -> None:
    """The move that was chosen just now, and what to do with it."""
    assert here.draft is not None
    here.paper.say(in_words(here, here.draft))
    if here.draft.strategy != "hold":
        crisis = here.view.crisis(here.draft.card or "")
        label = crisis.labels.get(here.draft.strategy, "") if crisis else ""
        here.paper.say(f"Here that means: {label}" if label else "")
        _short(here, here.draft)
        here.paper.say(f"{here.seals} odds tells why the chance is so, compare all ways, choose changes it.")
    else:
        _holding(here)
        here.paper.say(here.seals)


# ---------------------------------------------------------------- what it is worth


def _short(here: Here, choice: Choice) -> None:
    """Chance, effect, cost and offence, in two or three lines."""
    found, crisis = here.worth(choice), here.view.crisis(choice.card or "")
    if found is None or crisis is None:
        here.paper.say("This move is not possible now.")
        return
    here.paper.say(f"Chance {percent(found.chance)}, {spoken(assumption(here.view, choice, here.worth))}.")
    here.paper.say(f"{_success(found, crisis.escalation)} {_price(here, found)}")
    here.paper.say(spoken(answered(found, here.view.outside.name)))


def _success(found: Forecast, step: int) -> str:
    told = f"A success: {spoken(effect(found, step))}"
    if found.steps > 0:
        told += ", at once" if found.fast else ", but only after this turn's escalation"
    if found.limited and found.steps == 1:
        told += f"; held to one step by {found.limited}, rule R10b"
    return f"{told}."


def _price(here: Here, found: Forecast) -> str:
    names = here.names
    return f"It costs {value(found.cost)} means and {spoken(offence(found, names.member, 8))}."


def _holding(here: Here) -> None:
    if any((own_stake(crisis, here.seat) or 0) >= 0.7 for crisis in here.view.crises):
        here.paper.say("A crisis of yours is open: holding costs support at home, and the others will notice.")
    else:
        here.paper.say("The others will notice.")


def odds(here: Here, typed: Sequence[str]) -> None:
    """A move with every term of its chance: the one at hand, or one that is only asked about."""
    choice = complete(here, read_move(here, typed)) if typed else here.draft
    if choice is None:
        raise Puzzled("Nothing is chosen. choose begins; or ask for a move, like: odds 1 confidence.")
    paper = here.paper
    paper.say(in_words(here, choice))
    if choice.strategy == "hold":
        _holding(here)
        return
    _short(here, choice)
    found = here.worth(choice)
    if found is None:
        return
    paper.heading("Every term of the chance, in points")
    for place, (name, points) in enumerate(sorted_terms(found.terms), 1):
        paper.item(place, f"{a(name)} {signed(points)}")
    paper.say(f"In sum {value(found.score)} points; the curve makes {percent(found.chance)} of them.")


def compare(here: Here, typed: Sequence[str]) -> None:
    """All ways on one crisis, side by side."""
    allowed(here)
    draft = here.draft.card if here.draft and here.draft.card else ""
    first = pressing(here.view)
    crisis = here.crisis(" ".join(typed)) if typed or not (draft or first) else here.view.crisis(draft) or first
    if crisis is None:
        raise Puzzled("No crisis is on the table.")
    card = crisis.card
    paper = here.paper
    paper.heading(f"All ways on “{crisis.title}”")
    ways: list[Choice] = []
    for way in STRATEGIES[:-1]:
        choice = would(here, way, {"crisis": card})
        found = here.worth(choice) if choice else None
        if choice is None or found is None:
            continue
        ways.append(choice)
        who = f" with {here.names.member(choice.target)}" if choice.target else ""
        paper.item(
            len(ways),
            f"{STRATEGY[way]}{who}, effort {choice.effort}: {percent(found.chance)}. "
            f"{_success(found, crisis.escalation)} {a(spoken(offence(found, here.names.member, 3)))}.",
        )
    paper.say("A summit is reckoned with everybody, the rest with you alone. A number chooses that way.")

    def take(number: int) -> None:
        here.draft = ways[here.place(str(number), len(ways), "way")]
        chosen(here)

    here.listed = take


def hold(here: Here) -> None:
    """Choose to stay out."""
    from tabletop.game.choice import Choice

    allowed(here)
    here.draft = Choice()
    chosen(here)

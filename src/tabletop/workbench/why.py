"""Why a card came in a game, or did not: every turn in a line, one turn in full, and what would have brought it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.game.choice import Choice
from tabletop.telling.sentences import listed, percent
from tabletop.telling.words import STRATEGY
from tabletop.workbench.cause import Causes
from tabletop.workbench.deals import (
    ACT,
    BEHIND,
    CAME,
    CAME_QUEUED,
    CONDITION,
    DUE,
    FULL,
    GONE,
    NEVER_DRAWN,
    ON_TABLE,
    QUEUED,
    TELLING,
    Look,
    looks,
    ordinal,
)
from tabletop.workbench.moments import Moments, Told
from tabletop.workbench.otherwise import Otherwise, otherwise
from tabletop.workbench.past import past

if TYPE_CHECKING:
    from tabletop.game.game import Game

BACK: Final = 3
"""Turns looked back for a choice that would have brought the card, where no turn stands out."""
SHOWN: Final = 3
WIDTH: Final = 100
_ANY_TURN: Final = 1_000
_BLOCKED: Final = (TELLING.index(DUE), TELLING.index(FULL))


@dataclass(frozen=True)
class Account:
    """The whole answer."""

    game: Game
    card: str
    minds: Mapping[str, str]
    turns: tuple[Look, ...]
    full: Look
    """The turn that is told in full."""
    told: tuple[Told, ...]
    """What is said of it."""
    others: tuple[Otherwise, ...]
    tried: int
    """Games played to find them."""
    by: int = 0
    """The turn by which they had to bring it; 0: any."""

    @property
    def came(self) -> tuple[int, ...]:
        """The turns in which the card came."""
        return tuple(look.turn for look in self.turns if look.status in CAME)

    def name(self, member: str) -> str:
        return _names(self.game).get(member, member)


def account(game: Game, minds: Mapping[str, str], card: str, turn: int | None = None) -> Account:
    """Why a card came, or did not; in full for `turn`, by default the one that says most.

    `minds` names the mind of every seat that no person plays.  Raises `UsageError` for a card that is not in the deck
    and a turn that was not opened.
    """
    require_card(game, card)
    lived = past(game)
    turns = looks(game, lived, card)
    if turn is not None and not 1 <= turn <= len(turns):
        raise UsageError(f"There is no turn {turn} in this game.", f"It has turns 1 to {len(turns)}.")
    full = turns[turn - 1] if turn is not None else _most_telling(turns)
    causes = Causes(Moments(game, lived, lambda seat: _names(game).get(seat, seat)))
    told = tuple(_full(causes, full, card))
    others: tuple[Otherwise, ...] = ()
    tried = 0
    if full.status not in (*CAME, ON_TABLE, GONE):
        by = full.turn if turn is not None else _ANY_TURN
        matter = _matter(told, full.turn) or range(full.turn - BACK, full.turn)
        others, tried = otherwise(game, lived, minds, card, matter, by)
    return Account(game, card, minds, turns, full, told, others, tried, turn or 0)


def require_card(game: Game, card: str) -> None:
    """Raise `UsageError` for a card that is not in the deck."""
    ids = game.tables.cards.ids
    if card not in ids:
        near = (
            did_you_mean(card, ids, most=4)
            or f"There are {len(ids)}: {', '.join(ids[:12])}{' …' if len(ids) > 12 else ''}"
        )
        raise UsageError(f"{game.campaign.title} has no card “{shorten(card)}”.", near[:1].upper() + near[1:])


def _names(game: Game) -> dict[str, str]:
    return {member.id: member.name for member in game.campaign.members} | {"outside": game.campaign.outside.name}


def _most_telling(turns: tuple[Look, ...]) -> Look:
    """The turn in which it came; else the last one in which it was nearest to coming."""
    came = [look for look in turns if look.status in CAME]
    if came:
        return came[0]
    nearest = min(TELLING.index(look.status) for look in turns)
    left = [look for look in turns if TELLING.index(look.status) == nearest]
    # Of equals the last, but the first of those that found no slot: what took the slots began there.
    return min(left if nearest in _BLOCKED else reversed(left), key=lambda look: (look.rank, look.away))


def _matter(told: tuple[Told, ...], before: int) -> list[int]:
    """The turns that an explanation names, the latest three."""
    found: set[int] = set()
    todo = list(told)
    while todo:
        one = todo.pop()
        found |= {one.turn} - {0}
        todo += one.below
    return sorted(turn for turn in found if turn < before)[-BACK:]


# ---------------------------------------------------------------- one turn in full


def _full(causes: Causes, look: Look, card: str) -> Iterator[Told]:
    game = causes.moments.game
    effects = [e for e in game.tables.effects if e.queue == game.tables.cards.ids.index(card)]
    match look.status:
        case status if status == CAME_QUEUED:
            yield _queued(causes, look, card)
        case status if status == NEVER_DRAWN:
            yield Told("Its weight is 0: it comes only when something queues it.")
            yield from causes.could(effects, look.turn, "queues it")
        case status if status in (QUEUED, DUE):
            yield _queued(causes, look, card)
            if status == DUE and look.dealt:
                yield Told(f"Cards that are due wait in line: {_line(look, card)}.")
            elif status == DUE:
                yield _no_slot(causes, look)
            else:
                yield Told(f"It comes from turn {look.due} on, before any card of the pile.")
        case status if status == ACT:
            yield from _act(causes, look, card)
        case status if status == CONDITION:
            pass
        case status if status in (BEHIND, FULL):
            if status == FULL:
                yield _no_slot(causes, look)
            yield from _place_in_line(look, card)
        case status if status in (ON_TABLE, GONE):
            yield Told(f"{look.says[:1].upper()}{look.says[1:]}.")
        case _:
            others = len(look.line) - 1
            yield Told(f"It was first in line, before {others} other{'s' * (others != 1)} that could come.")
            yield _weight(look)
    if look.lit is not None and look.status not in (QUEUED, DUE, CAME_QUEUED, ON_TABLE, GONE, NEVER_DRAWN):
        holds = "holds" if look.lit.holds else "does not hold"
        tree = causes.plain(look.lit) if look.status == ACT else causes.tree(look.lit, look.turn)
        yield Told(f"Its condition {holds}:", (tree,))


def _queued(causes: Causes, look: Look, card: str) -> Told:
    moments = causes.moments
    number = moments.game.tables.cards.ids.index(card)
    effects = [effect for effect in moments.game.tables.effects if effect.queue == number]
    # A card dealt before its turn is told of the opening of that turn, too.
    done = [event for event in moments.fired(effects, look.turn) if event[2] is None]
    if not done:
        return Told(f"It was queued, due in turn {look.due}.")
    one, effect, _ = done[-1]
    told = f"It was queued in turn {one.turn}, due in turn {look.due}:"
    return Told(told, (moments.happened(one, effect),), one.turn)


def _no_slot(causes: Causes, look: Look) -> Told:
    tables, board = causes.moments.game.tables, look.board
    open_ = [
        f"{tables.cards.ids[card]} since turn {since}"
        for card, since in zip(board.card[:, 0].tolist(), board.since[:, 0].tolist(), strict=True)
        if card >= 0
    ]
    slots = tables.book.slots
    taken = "the one slot was" if slots == 1 else f"all {slots} slots were"
    return Told(f"No card came: {taken} taken, by {listed(open_)}.")


def _place_in_line(look: Look, card: str) -> Iterator[Told]:
    if look.dealt and look.line:
        came = f"{listed(look.dealt)} came instead"
        yield Told(f"It could come, and {came}: the cards that can come, the next first: {_line(look, card)}.")
    else:
        yield Told(f"In line, the next first: {_line(look, card)}.")
    yield _weight(look)


def _line(look: Look, card: str, most: int = 5) -> str:
    told = list(look.line[:most])
    if card not in told:
        told.append(f"… {card} ({ordinal(look.rank)} of {len(look.line)})")
    elif len(look.line) > most:
        told.append(f"… ({len(look.line)} in all)")
    return ", ".join(told)


def _weight(look: Look) -> Told:
    return Told(
        f"Its weight is {look.weight} of {look.pile} in the pile: in {percent(look.chance)} of all games it would be "
        "the next. The order of the pile is fixed by the seed."
    )


def _act(causes: Causes, look: Look, card: str) -> Iterator[Told]:
    game = causes.moments.game
    tables, written = game.tables, game.campaign.deck[card]
    number = tables.cards.ids.index(card)
    open_in = {k for k in range(len(tables.acts)) if tables.cards.acts[k, number]}
    if written.acts is not None and look.act not in written.acts:
        yield Told(f"The card's acts are {listed(written.acts)}; the act is {look.act}.")
    else:
        links = game.campaign.links
        accepted = links.filters.get(look.act)
        unmet = accepted.unmet(written, links.decks[card]) if accepted is not None else ()
        yield Told(
            f"The act {look.act} takes only some cards, and this one does not pass:",
            tuple(Told(f"✗ {test}", mark=False) for test in unmet),
        )
    if open_in:
        yield Told(
            f"It can be dealt in {listed([tables.acts[k].id for k in sorted(open_in)])}.",
            tuple(causes.acts(open_in, look.turn)),
        )
    else:
        yield Told("No act of this campaign deals it.")


# ---------------------------------------------------------------- as text and as data


def as_text(found: Account) -> Iterator[str]:
    """The lines of the answer."""
    game, card = found.game, found.card
    title = game.campaign.deck[card].title
    came = f"came in {_turns(found.came)}" if found.came else "did not come"
    yield f"{card} (“{title}”) {came}"
    yield f"{game.campaign.title} ({game.campaign.id}), seed {game.seed}, level {game.level.word}; {_minds(found)}"
    yield ""
    acts = max(len(look.act) for look in found.turns)
    width = max([len("came"), *(len(", ".join(look.dealt)) for look in found.turns)])
    yield f"turn  {'act':<{acts}}  {'came':<{width}}  {card}"
    for look in found.turns:
        dealt = ", ".join(look.dealt) or "—"
        yield f"{look.turn:>4}  {look.act:<{acts}}  {dealt:<{width}}  {look.says}"
    yield ""
    yield f"Turn {found.full.turn}, act {found.full.act}: {found.full.says}."
    for told in found.told:
        yield from _lines(told, 1)
    yield from _others(found)
    asked = [card for card in dict.fromkeys(_cards(found.told)) if card != found.card]
    if asked:
        yield ""
        yield f"Ask also why {listed(asked[:SHOWN])} did not come."


def _cards(told: tuple[Told, ...]) -> Iterator[str]:
    """Cards that an explanation waits for and that had not come."""
    for one in told:
        if one.facts.get("came") is False:
            yield str(one.facts["card"])
        yield from _cards(one.below)


def _lines(told: Told, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield from wrap(told.text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False)
    for below in told.below:
        yield from _lines(below, depth + 1)


def _others(found: Account) -> Iterator[str]:
    if not found.tried:
        return
    yield ""
    by = f" by turn {found.by}" if found.by else ""
    if not found.others:
        yield f"None of {found.tried} choices made otherwise, one at a time, brings it{by}."
        return
    yield f"One choice made otherwise brings it{by} ({len(found.others)} of {found.tried} that were tried):"
    different: dict[tuple[int, str, str], Otherwise] = {}
    for one in found.others:
        different.setdefault((one.turn, one.member, one.choice.strategy), one)
    for one in list(different.values())[:SHOWN]:
        done = _done(one.choice, found)
        yield f"  turn {one.turn}: had {found.name(one.member)} {done}, it would have come in turn {one.comes}"


def _done(choice: Choice, found: Account) -> str:
    if choice.strategy == "hold":
        return "held back"
    partner = f" with {found.name(choice.target)}" if choice.target else ""
    return f"gone {STRATEGY[choice.strategy]}{partner} at {choice.card}"


def _turns(turns: tuple[int, ...]) -> str:
    return f"turn{'s' if len(turns) > 1 else ''} {listed([str(turn) for turn in turns])}"


def _minds(found: Account) -> str:
    names = {found.minds.get(seat, "a person") for seat in found.game.seats}
    if len(names) == 1:
        return f"every seat: {names.pop()}"
    return ", ".join(f"{seat}: {found.minds.get(seat, 'a person')}" for seat in found.game.seats)


def as_data(found: Account) -> dict[str, Any]:
    """The answer for machines: plain data."""
    game = found.game
    return {
        "campaign": game.campaign.id, "card": found.card, "seed": game.seed, "level": game.level.word,
        "minds": {seat: found.minds.get(seat, "person") for seat in game.seats}, "came": list(found.came),
        "turns": [
            {
                "turn": look.turn, "act": look.act, "dealt": list(look.dealt), "status": look.status,
                "says": look.says, "rank": look.rank, "could_come": len(look.line), "weight": look.weight,
                "pile": look.pile, "due": look.due,
            }
            for look in found.turns
        ],
        "turn": found.full.turn, "status": found.full.status, "because": [_data(told) for told in found.told],
        "tried": found.tried,
        "otherwise": [
            {"turn": one.turn, "member": one.member, "choice": one.choice.as_json(), "comes": one.comes}
            for one in found.others
        ],
    }  # fmt: skip


def _data(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = {"text": told.text, **told.facts}
    if told.turn:
        found["turn"] = told.turn
    if told.below:
        found["because"] = [_data(below) for below in told.below]
    return found

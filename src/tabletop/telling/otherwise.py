"""What-if questions in words: “3 borealis track2 on cable-cut, listen, effort 1” read on the board of that turn."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.game.choice import OUTSIDE_WORD, WITH_CLAUSE, Choice
from tabletop.game.errors import Malformed
from tabletop.game.legal import Options, options
from tabletop.lab.whatif import Altered, opened, require_turn
from tabletop.telling.moves import Unclear, Unknown, plain_name, read_move, vocabulary
from tabletop.telling.words import STRATEGIES, STRATEGY

if TYPE_CHECKING:
    from tabletop.game.game import Game

EXAMPLE: Final = "Like this: track2 on CARD, listen, effort 1"
_LONGEST_NAME: Final = 6
"""Words of a member's name that are tried together."""


def read_question(game: Game, text: str) -> Altered:
    """“TURN MEMBER CHOICE”; raises `UsageError` where it makes no sense."""
    # An object may stand right behind the name; what is no letter is never part of a name.
    turn, *words = re.sub(r"[{\[]", r" \g<0>", text, count=1).split() or [""]
    if not (turn.isascii() and turn.isdecimal() and len(turn) < 6):
        raise UsageError(
            f"“{shorten(text)}” does not begin with a turn.", "Like this: 3 borealis track2 on CARD, effort 1"
        )
    require_turn(game, int(turn))
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        seat = _seats(game).get(plain_name("".join(words[:length]))) if plain_name(words[length - 1]) else None
        if seat is not None:
            return Altered(int(turn), seat, read_choice(game, int(turn), seat, " ".join(words[length:])))
    return Altered(int(turn), seat_named(game, words[0] if words else ""), Choice())


def seat_named(game: Game, word: str) -> str:
    """The member that an id, a name or a short name means; raises `UsageError` with the nearest one."""
    found = _seats(game).get(plain_name(word))
    if found is None:
        near = did_you_mean(word, game.seats)
        raise UsageError(f"{game.campaign.title} has no member “{shorten(word)}”.", near[:1].upper() + near[1:])
    return found


def read_choice(game: Game, turn: int, seat: str, text: str) -> Choice:
    """A choice in words, or as the JSON object of a script, for a turn that was played.

    What the words leave out stays as it was chosen in the game.  Raises `UsageError` for words that mean nothing, and
    for JSON that no turn knows; whether the rules allow the choice in that turn is looked at when it is played.
    """
    if text.lstrip().startswith(("{", "[")):
        return _known(game, seat, _from_json(f"turn {turn}, {seat}", text))
    allowed = options(opened(game, turn), game.tables, seat)
    parts = _parts(game, [crisis.card for crisis in allowed.crises], text)
    if not parts:
        raise UsageError("The other choice is empty.", EXAMPLE)
    return _known(game, seat, _complete(parts, game.played[turn - 1].choices[seat], allowed))


def _from_json(place: str, text: str) -> Choice:
    try:
        return Choice.parse(json.loads(text), place)
    except (ValueError, RecursionError) as error:
        raise UsageError("The choice is not JSON.", 'Like {"strategy": "hold"}.') from error
    except Malformed as error:
        raise UsageError(error.message, error.next_step) from error


def _known(game: Game, seat: str, choice: Choice) -> Choice:
    """The choice, of a card and a partner that some turn could have; raises `UsageError` for others."""
    if choice.card is not None and choice.card not in game.campaign.deck:
        near = did_you_mean(choice.card, game.campaign.deck, most=0)
        raise UsageError(f"{game.campaign.title} has no card “{shorten(choice.card)}”.", near[:1].upper() + near[1:])
    others = [*(name for name in game.seats if name != seat), OUTSIDE_WORD]
    if choice.target is not None and choice.target not in others:
        near = did_you_mean(choice.target, others, most=len(others))
        raise UsageError(f"“{shorten(choice.target)}” is no possible partner of {seat}.", near[:1].upper() + near[1:])
    return choice


def _seats(game: Game) -> dict[str, str]:
    return {plain_name(name): m.id for m in game.campaign.members for name in (m.name, m.short, m.id)}


def _parts(game: Game, table: list[str], text: str) -> dict[str, Any]:
    """The parts that a text names; a card may be named that was not on the table, so that the rules can say so."""
    campaign, words = game.campaign, text.replace("=", " ").split()
    members = [(m.id, m.name, m.short) for m in campaign.members]
    outside = (campaign.outside.name, campaign.outside.short)

    def read(cards: list[str]) -> dict[str, Any]:
        titled = [(card, campaign.deck[card].title) for card in cards]
        return read_move(words, vocabulary(members, outside, titled), table, EXAMPLE)

    try:
        return read(table)
    except Unknown:
        return read([*table, *(card for card in campaign.deck if card not in table)])


def _complete(parts: dict[str, Any], was: Choice, allowed: Options) -> Choice:
    """The whole choice; what is not named stays as it was."""
    acted = was.strategy != "hold"
    way = parts.get("way") or ("bilateral" if "partner" in parts else was.strategy if acted else None)
    if way is None:
        raise Unclear(f"Say the way, too: {', '.join(STRATEGY[word].lower() for word in STRATEGIES)}.")
    if way == "hold":
        if parts.keys() - {"way"}:
            raise Unclear("A member that holds does nothing else: leave the rest out.")
        return Choice()
    card = parts.get("crisis") or was.card
    if card is None:
        known = [crisis.card for crisis in allowed.crises]
        if len(known) > 1:
            raise Unclear(f"It held in that turn: say on which crisis, too. On the table: {', '.join(known)}.")
        card = known[0] if known else None
    tactic = parts.get("tactic") or (was.tactic or "interest" if allowed.tactics else None)
    clause = parts.get("clause") or (was.clause or "consult" if allowed.clauses and way in WITH_CLAUSE else None)
    target = parts.get("partner") or (was.target if way == "bilateral" else None)
    effort = parts.get("effort", was.effort if acted else min(1, allowed.efforts[-1]))
    return Choice(way, tactic, effort, target, clause, card)

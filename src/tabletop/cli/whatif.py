"""`tabletop whatif`: a stored game beside the one that would have been, with one choice or one number otherwise."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from tabletop.cli.exits import Exit
from tabletop.cli.numbers import add_set
from tabletop.cli.run import LEVELS, MIND, SEED, minds_of, play_on, seed_number
from tabletop.errors import UsageError

if TYPE_CHECKING:
    from tabletop.game import Game
    from tabletop.lab.whatif import Altered, Story, WhatIf

_EXAMPLE: Final = 'Like this: --turn 3 --seat borealis --choose "track2 on CARD, effort 1", or --set side_deal=2'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop whatif`."""
    parser.add_argument("session", metavar="SESSION", nargs="?", default="", help="a stored game (default: the latest)")
    parser.add_argument("--turn", type=int, action="append", default=[], metavar="T", help="the turn of the choice")
    parser.add_argument("--seat", action="append", default=[], metavar="M", help="the member whose choice it is")
    parser.add_argument(
        "--choose", action="append", default=[], metavar="CHOICE",
        help="what it chooses instead, in words (“track2 on CARD, listen, effort 1”) or as JSON; may be given several "
        "times, each with its turn and seat",
    )  # fmt: skip
    add_set(parser, "numbers of the model that are otherwise, like side_deal=2")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.add_argument("--run", metavar="CAMPAIGN", help="ask of the game that tabletop run plays instead")
    parser.add_argument("--seed", type=seed_number, metavar="N", help=f"that game's luck (default: {SEED})")
    parser.add_argument("--level", choices=LEVELS, help="that game's level (default: the campaign's)")
    parser.add_argument(
        "--mind", action="append", default=[], metavar="[MEMBER=]NAME",
        help=f"who plays every seat of that game, or one seat (default: {MIND})",
    )  # fmt: skip


def main(args: argparse.Namespace) -> int:
    """Find the game, play it otherwise and print both stories; 0 whether or not anything came out otherwise."""
    from tabletop.lab.otherrules import parse_numbers
    from tabletop.lab.whatif import whatif

    asked = _paired(args.turn, args.seat, args.choose)
    numbers = parse_numbers(args.numbers)
    if not asked and not numbers:
        raise UsageError("Nothing is asked: give another choice, or another number.", _EXAMPLE)
    name, game, minds = _found(args)
    found = whatif(game, minds, _read(game, asked), numbers)
    if args.json:
        sys.stdout.write(json.dumps(as_data(found, name), indent=1, ensure_ascii=True, allow_nan=False) + "\n")
        return Exit.FINE
    from tabletop.cli.sides import text
    from tabletop.telling.sentences import names_of

    names = names_of(game.view(), lambda card: _title(game, card), str)
    for line in text(found, names, _head(game, name)):
        sys.stdout.write(line + "\n")
    return Exit.FINE


def _paired(turns: Sequence[int], seats: Sequence[str], choices: Sequence[str]) -> list[tuple[int, str, str]]:
    """Each choice with its turn and seat; one turn, or one seat, is that of all. Raises `UsageError`."""
    if not choices and (turns or seats):
        raise UsageError("A turn and a seat ask nothing without --choose.", _EXAMPLE)
    for given, word in ((turns, "--turn"), (seats, "--seat")):
        if choices and not given:
            raise UsageError(f"--choose needs {word}, too.", _EXAMPLE)
        if choices and len(given) not in (1, len(choices)):
            raise UsageError(
                f"{word} is given {len(given)} times, --choose {len(choices)} times.",
                f"Give {word} once for all, or once for each choice.",
            )

    def every(given: Sequence[Any]) -> Sequence[Any]:
        return given if len(given) == len(choices) else [*given] * len(choices)

    return list(zip(every(turns), every(seats), choices, strict=True))


def _read(game: Game, asked: Sequence[tuple[int, str, str]]) -> list[Altered]:
    from tabletop.lab.whatif import Altered, require_turn
    from tabletop.telling.otherwise import read_choice, seat_named

    found = []
    for turn, said, text in asked:
        seat = seat_named(game, said)
        require_turn(game, turn)
        found.append(Altered(turn, seat, read_choice(game, turn, seat, text)))
    return found


def _found(args: argparse.Namespace) -> tuple[str, Game, Mapping[str, str]]:
    """The game that is asked about, its session's name and the minds of its seats."""
    from tabletop.cli.stored import latest, stored_game

    if args.run is None:
        if args.mind or args.level or args.seed is not None:
            raise UsageError(
                "A stored game has its own seed, level and minds.",
                "With --run CAMPAIGN, ask of the game that tabletop run plays.",
            )
        from tabletop.session import Store

        store = Store()
        name = args.session or latest(store)
        return (name, *stored_game(name, args.library, store))
    if args.session:
        raise UsageError("Either a stored game or --run.", "Leave one of them out.")
    from tabletop.content import load_campaign
    from tabletop.game import Game

    game = Game.new(
        load_campaign(args.run, library=args.library), SEED if args.seed is None else args.seed, level=args.level
    )
    minds = minds_of(args.mind, game)
    for _ in play_on(game, minds):
        pass
    return "", game, minds


def _title(game: Game, card: str) -> str:
    found = game.campaign.deck.get(card)
    return found.title if found else card


def _head(game: Game, name: str) -> str:
    parts = [
        game.campaign.title,
        f"session {name}" if name else f"seed {game.seed}",
        f"level {game.level.word}",
        f"{len(game.played)} turn{'' if len(game.played) == 1 else 's'} played",
    ]
    return ", ".join(parts)


# ---- JSON


def as_data(found: WhatIf, session: str = "") -> dict[str, Any]:
    """The comparison as plain data; docs/whatif.md tells its fields."""
    from tabletop.telling.whatif import reasons

    game = found.game
    return {
        "campaign": game.campaign.id, "session": session or None, "level": game.level.word,
        "seed": game.seed if game.over else None, "finished": game.over,
        "changes": [
            {
                "turn": change.turn, "member": change.seat,
                "was": found.was.turns[change.turn - 1].choices[change.seat].as_json(),
                "choice": change.choice.as_json(),
            }
            for change in found.changes
        ],
        "set": [
            {
                "name": one.name, "from": one.before, "to": one.after, "along": one.along, "means": one.meaning.text,
                "low": one.meaning.low, "high": one.meaning.high, "rule": one.rule.id, "title": one.rule.title,
                "status": one.rule.status, "source": one.rule.source,
            }
            for one in found.numbers
        ],
        "parted": found.parted or None, "beyond": found.beyond or None,
        "because": [
            {
                "turn": reason.turn, "rule": reason.rule, "title": reason.title, "index": reason.index,
                "part": reason.part, "was": reason.was, "otherwise": reason.other, "text": reason.sentence,
            }
            for reason in reasons(found)
        ],
        "replaced": [
            {
                "turn": swap.turn, "member": swap.seat, "why": swap.why, "was": swap.was.as_json(),
                "now": swap.now.as_json(), "mind": swap.mind or None,
            }
            for swap in found.swaps
        ],
        "was": _story(found.was), "otherwise": _story(found.other),
    }  # fmt: skip


def _story(story: Story) -> dict[str, Any]:
    return {
        "turns": len(story.turns), "outcome": story.outcome or None, "grade": story.grade or None,
        "ending": story.ending or None, "cohesion": list(story.cohesion), "stability": list(story.stability),
        "members": story.scores or None, "state_hash": story.hashes[-1] if story.over else None,
        "played": [
            {
                "turn": played.turn, "act": played.act, "dealt": list(played.dealt),
                "cards": [
                    {"id": move.card, "escalation": move.after, "before": move.before, "end": move.end or None}
                    for move in played.moves
                ],
                "choices": {seat: choice.as_json() for seat, choice in played.choices.items()},
                "outcomes": [asdict(group) for group in played.groups],
                "cohesion": played.cohesion, "stability": played.stability,
            }
            for played in story.turns
        ],
    }  # fmt: skip

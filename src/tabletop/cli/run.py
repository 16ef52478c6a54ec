"""`tabletop run`: one whole game without a screen, as JSON Lines or as a story.

The same call prints the same bytes on every machine and in every process: there is no clock in it, the order of
everything is fixed, and numbers have two decimals at most.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.cli.numbers import add_set
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.game import CardMove, Game, GroupOutcome, Resolution
    from tabletop.game.choice import Choice

SEED = 1
MIND = "thoughtful"
LEVELS = ("basics", "standard", "full")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop run`."""
    parser.add_argument("campaign", metavar="CAMPAIGN", help="a campaign: its id, folder or file")
    parser.add_argument(
        "--seed", type=seed_number, metavar="N", help=f"the game's luck (default: the script's, or {SEED})"
    )
    parser.add_argument("--level", choices=LEVELS, help="the rules' level (default: the campaign's)")
    parser.add_argument(
        "--mind", action="append", default=[], metavar="[MEMBER=]NAME",
        help=f"who plays every seat, or one seat; may be given several times (default: {MIND})",
    )  # fmt: skip
    add_set(parser, "play with other numbers of the model, like side_deal=2")
    parser.add_argument("--script", metavar="FILE", help="JSON Lines with choices to play; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print JSON Lines instead of a story")


def main(args: argparse.Namespace) -> int:
    """Play the game to its end and print it."""
    from tabletop.content import load_campaign
    from tabletop.game import Game
    from tabletop.lab.otherrules import parse_numbers, weights_whole
    from tabletop.rules.vocabulary import Level

    script = Script.read(args.script) if args.script else Script()
    campaign = load_campaign(args.campaign, library=getattr(args, "library", None) or ())
    seed = args.seed if args.seed is not None else script.seed if script.seed is not None else SEED
    level = Level[(args.level or script.level or campaign.level).upper()]
    numbers = weights_whole(campaign.tables(level).book, parse_numbers(args.numbers))
    game = Game.new(campaign, seed, level=level, numbers=numbers)
    minds = minds_of(args.mind, game)
    script.check(game)
    lines = _json(game, minds, script, numbers) if args.json else _story(game, minds, script, numbers)
    for line in lines:
        sys.stdout.write(line + "\n")
    return Exit.FINE


def seed_number(text: str) -> int:
    """A seed from the command line; raises as argparse wants it."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not text.isascii() or not 0 <= number < 1 << 64:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no whole number from 0 to {(1 << 64) - 1}")
    return number


def minds_of(words: list[str], game: Game) -> dict[str, str]:
    """Which mind plays each member; raises `UsageError` for a name that is no member's or no mind's."""
    from tabletop.content.text import did_you_mean, shorten
    from tabletop.minds import find

    everyone, own = MIND, {}
    for word in words:
        member, equals, name = word.partition("=")
        if not equals:
            everyone = word
        elif member not in game.seats:
            near = did_you_mean(member, game.seats)
            raise UsageError(f"{game.campaign.title} has no member “{shorten(member)}”.", near[:1].upper() + near[1:])
        else:
            own[member] = name
    minds = {seat: own.get(seat, everyone) for seat in game.seats}
    for name in dict.fromkeys([everyone, *minds.values()]):
        find(name)
    return minds


class Script:
    """Choices read from a file, by turn and member, with the line each came from."""

    def __init__(self) -> None:
        self.choices: dict[tuple[int, str], tuple[int, Choice]] = {}
        self.seed: int | None = None
        self.level: str | None = None

    @classmethod
    def read(cls, path: str) -> Script:
        """The script in a file; raises `TabletopError` that names the line that is wrong."""
        script = cls()
        try:
            if path == "-":
                text = sys.stdin.read()
            else:
                with open(path, encoding="utf-8") as file:
                    text = file.read()
        except (OSError, UnicodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise TabletopError(f"The script {path} cannot be read: {why}.", "Name a JSON Lines file.") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                script._add(number, line)
        return script

    def _add(self, number: int, line: str) -> None:
        from tabletop.game.errors import Malformed

        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(number, "it is not JSON", "Each line is one JSON object.") from error
        if not isinstance(row, dict):
            raise _wrong(number, "it is no object", 'Like {"turn": 1, "member": "…", "choice": {…}}.')
        if row.get("kind") == "start":
            seed, level = row.get("seed"), row.get("level")
            self.seed = seed if isinstance(seed, int) and 0 <= seed < 1 << 64 else None
            self.level = level if level in LEVELS else None
            return
        if row.get("kind") == "end":
            return
        turn = row.get("turn")
        if not isinstance(turn, int) or isinstance(turn, bool) or turn < 1:
            raise _wrong(number, "its turn is no whole number from 1", 'Like "turn": 1.')
        if "choices" in row:
            chosen = row["choices"]
        elif isinstance(row.get("member"), str):
            chosen = {row["member"]: row.get("choice")}
        else:
            raise _wrong(number, "it names no member", 'It needs "member" and "choice", or "choices".')
        if not isinstance(chosen, dict):
            raise _wrong(number, "its choices are no object", 'Like "choices": {"MEMBER": {"strategy": "hold"}}.')
        from tabletop.game.choice import Choice

        for member, choice in chosen.items():
            try:
                self.choices[turn, member] = (number, Choice.parse(choice, f"turn {turn}, {member}"))
            except Malformed as error:
                raise _wrong(number, f"{member}: {error.message.rstrip('.')}", error.next_step) from error

    def check(self, game: Game) -> None:
        """Raise `TabletopError` for a choice of somebody who is not at the table."""
        from tabletop.content.text import did_you_mean, shorten

        for (_, member), (number, _) in self.choices.items():
            if member not in game.seats:
                near = did_you_mean(member, game.seats)
                raise _wrong(
                    number, f"{game.campaign.title} has no member “{shorten(member)}”", near[:1].upper() + near[1:]
                )


def _wrong(number: int, what: str, next_step: str) -> TabletopError:
    return TabletopError(f"Line {number} of the script: {what}.", next_step)


def play_on(game: Game, minds: Mapping[str, str], script: Script | None = None) -> Iterator[Resolution]:
    """Play turn by turn: the script's choices first, minds for everybody else."""
    from tabletop.game import Command, GameError
    from tabletop.session import mind_choices

    script = script or Script()
    while not game.over:
        turn = game.turn
        for seat in game.seats:
            if (turn, seat) in script.choices:
                number, choice = script.choices[turn, seat]
                try:
                    game.apply(Command.choose(seat, turn, choice, "script"))
                except GameError as error:
                    what = f"turn {turn}, {seat}: {error.message.rstrip('.')}"
                    raise _wrong(number, what, error.next_step) from error
        empty = {seat: minds[seat] for seat in game.seats_to_choose()}
        for command in mind_choices(game, empty, reasons=False):
            game.apply(command)
        resolution = game.apply(Command("resolve", "", turn, {}, "script")).resolution
        assert resolution is not None
        yield resolution


# ---- JSON Lines


def _json(game: Game, minds: Mapping[str, str], script: Script, numbers: Mapping[str, float]) -> Iterator[str]:
    from tabletop.rules import RULES_VERSION

    yield _line({
        "kind": "start", "campaign": game.campaign.id, "digest": game.campaign.digest, "seed": game.seed,
        "members": list(game.seats), "rules_version": RULES_VERSION, "level": game.level.word,
        **({"set": dict(numbers)} if numbers else {}),
    })  # fmt: skip
    for played in play_on(game, minds, script):
        yield _line({
            "kind": "turn", "turn": played.turn,
            "cards": [_card(move) for move in played.moves],
            "choices": {seat: choice.as_json() for seat, choice in played.choices.items()},
            "outcomes": [_outcome(group) for group in played.groups],
            "cohesion": played.cohesion, "stability": played.stability,
            "ledger": [row.as_json() for row in played.ledger], "act": played.act, "dealt": list(played.dealt),
        })  # fmt: skip
    end = game.view("room")
    assert end.end is not None
    yield _line({
        "kind": "end", "outcome": game.outcome, "turns": game.turn, "cohesion": end.cohesion.value,
        "stability": end.stability.value, "members": {member.seat: member.score.total for member in end.members},
        "state_hash": game.state_hash, "ending": game.ending, "grade": end.end.grade,
        "objectives": {member.seat: member.objective.bonus_met for member in end.members if member.objective},
    })  # fmt: skip


def _card(move: CardMove) -> dict[str, Any]:
    return {"id": move.card, "escalation": move.after, "before": move.before, "end": move.end or None}


def _outcome(group: GroupOutcome) -> dict[str, Any]:
    return {
        "card": group.card, "strategy": group.strategy, "members": list(group.members), "target": group.target,
        "tried": group.tried, "score": group.score, "chance": group.chance, "die": group.die, "success": group.success,
        "answered": group.answered, "terms": group.terms,
    }  # fmt: skip


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


# ---- the story


def _story(game: Game, minds: Mapping[str, str], script: Script, numbers: Mapping[str, float]) -> Iterator[str]:
    from tabletop.cli.story import Story

    story = Story(game)
    yield from story.opening(minds)
    if numbers:
        yield from story.numbers(numbers)
    for played in play_on(game, minds, script):
        yield from story.turn(played)
    yield from story.ending()

"""`tabletop why`: why a card came in a game, or did not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tabletop.cli.exits import Exit
from tabletop.cli.run import LEVELS, MIND, SEED, minds_of, play_on, seed_number
from tabletop.errors import UsageError

if TYPE_CHECKING:
    from tabletop.game import Game


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop why`."""
    parser.add_argument(
        "campaign",
        metavar="CAMPAIGN",
        help="a campaign: its id, folder or file; with --session leave it out",
        nargs="?",
    )
    parser.add_argument("card", metavar="CARD", help="the card's id")
    parser.add_argument("--seed", type=seed_number, metavar="N", help=f"the game's luck (default: {SEED})")
    parser.add_argument("--turn", type=int, metavar="T", help="the turn to explain (default: the one that says most)")
    parser.add_argument("--level", choices=LEVELS, help="the rules' level (default: the campaign's)")
    parser.add_argument(
        "--mind", action="append", default=[], metavar="[MEMBER=]NAME",
        help=f"who plays every seat, or one seat; may be given several times (default: {MIND})",
    )  # fmt: skip
    parser.add_argument("--session", metavar="ID", help="ask of a stored game instead; it tells what seats may not see")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def main(args: argparse.Namespace) -> int:
    """Play the game, or read it, and print the answer; 0 whether or not the card came."""
    from tabletop.workbench.why import account, as_data, as_text

    game, minds = _stored(args) if args.session else _played(args)
    found = account(game, minds, args.card, args.turn)
    if args.json:
        sys.stdout.write(json.dumps(as_data(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    else:
        sys.stdout.write("\n".join(as_text(found)) + "\n")
    return Exit.FINE


def _played(args: argparse.Namespace) -> tuple[Game, Mapping[str, str]]:
    """The game of `tabletop run` with the same words."""
    from tabletop.content import load_campaign
    from tabletop.game import Game
    from tabletop.workbench.why import require_card

    if args.campaign is None:
        raise UsageError("No campaign is named.", f"Like this: tabletop why halcyon {args.card} --seed 1")
    campaign = load_campaign(args.campaign, library=getattr(args, "library", None) or ())
    game = Game.new(campaign, SEED if args.seed is None else args.seed, level=args.level)
    minds = minds_of(args.mind, game)
    # A wrong card is told before a game is played for it.
    require_card(game, args.card)
    for _ in play_on(game, minds):
        pass
    return game, minds


def _stored(args: argparse.Namespace) -> tuple[Game, Mapping[str, str]]:
    """A stored game as far as it was played; raises as reading a session does."""
    from tabletop.game.saves import restore
    from tabletop.session import Store
    from tabletop.session.table import campaign_of, known_minds

    if args.campaign or args.mind or args.level or args.seed is not None:
        raise UsageError(
            "A stored game has its own campaign, seed, level and minds.", "Like this: tabletop why --session ID CARD"
        )
    header, rows, facts = Store().read(args.session)
    game = restore(header, [row.data() for row in rows], campaign_of(header, facts, args.library))
    npc = header.get("npc")
    return game, known_minds(npc if isinstance(npc, dict) else {})

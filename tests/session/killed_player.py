"""Plays a scripted session and says, on standard output, what has been confirmed; made to be killed at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from tabletop.content import load_campaign
from tabletop.game import Choice
from tabletop.session import Store, Table

ME = "delmar"


def scripted(table: Table, turns: int = 99) -> None:
    """Go on for some turns, or to the end: a choice, three remarks and the turn."""
    game = table.game
    last = game.turn + turns
    while not game.over and game.turn < last:
        turn = game.turn
        if ME in game.seats_to_choose():
            crises = game.options(ME).crises
            done(
                table.choose(
                    ME, Choice("confidence", card=crises[turn % len(crises)].card) if crises else Choice()
                ).number
            )
        noted = sum(command.kind == "note" and command.turn == turn for command in game.commands)
        for count in range(noted, 3):
            done(table.note(f"turn {turn}, remark {count}", seat=ME).number)
        done(table.resolve().number)


def done(number: int) -> None:
    """Say it, and go on when that is allowed: however slow its killer is, it does not run far ahead of it."""
    print(number, flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    store = Store(Path(sys.argv[1]))
    with Table.new(load_campaign("halcyon"), int(sys.argv[2]), people=[ME], store=store) as table:
        print(table.name, flush=True)
        scripted(table)
    print("end", flush=True)

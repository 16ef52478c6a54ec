"""The golden games: recorded once, replayed by every later release.

    python tests/game/golden/record.py            says what differs
    python tests/game/golden/record.py --bless    records them anew

They are played on a copy of the campaign that lies beside them, so that mending a card does not touch them.  Only a
change of the rules does, and that needs a new rules version; bless then, and say so in the CHANGELOG.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
LIBRARY = HERE / "library"
CAMPAIGN = LIBRARY / "campaigns" / "halcyon"
GAMES = {
    "basics-thoughtful": ("basics", 11, ["thoughtful"]),
    "standard-thoughtful": ("standard", 12, ["thoughtful"]),
    "standard-random": ("standard", 13, ["random"]),
    "full-characters": ("full", 14, ["guarantor", "thoughtful", "free-rider", "sovereigntist", "opportunist"]),
    "full-summits": ("full", 15, ["always-multilateral"]),
    "full-chaos": ("full", 16, ["chaos"]),
}
"""Name: level, seed, minds in the order of the seats (the last for the rest)."""


def record(name: str) -> tuple[list[str], dict[str, Any]]:
    """Play a golden game with today's minds: its export, and what it looked like after each turn."""
    from tabletop.content import load_campaign
    from tabletop.game import Command, Game
    from tabletop.session import mind_choices
    from tabletop.session.exchange import export_lines

    level, seed, minds = GAMES[name]
    game = Game.new(load_campaign(CAMPAIGN), seed, level=level)
    rng = random.Random(name)
    names = {seat: minds[min(i, len(minds) - 1)] for i, seat in enumerate(game.seats)}
    while not game.over:
        for command in mind_choices(game, names):
            game.apply(command)
        game.apply(Command("resolve", "", game.turn, {}, "facilitator"))
        if rng.random() < 0.2:
            game.undo(by="facilitator")
            game.redo(by="facilitator")
            game.note("taken back, and brought back", by="facilitator")
    return list(export_lines(game, names)), summary(game)


def summary(game: Any) -> dict[str, Any]:
    """What later releases must find again: after each turn, and at the end."""
    from tabletop.game import state_hash

    return {
        "turns": [state_hash(board) for board in game.boards()],
        "terms": [len(resolution.ledger) for resolution in game.played],
        "cohesion": [resolution.cohesion for resolution in game.played],
        "stability": [resolution.stability for resolution in game.played],
        "outcome": game.outcome,
        "ending": game.ending,
        "scores": {member.seat: member.score.total for member in game.view("room").members},
    }


def bless() -> None:
    """Copy the shipped campaign as it is now, and record every game anew."""
    shutil.rmtree(LIBRARY, ignore_errors=True)
    for part in ("campaigns/halcyon", "decks/halcyon"):
        shutil.copytree(ROOT / part, LIBRARY / part)
    summaries = {}
    for name in GAMES:
        lines, summaries[name] = record(name)
        (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    (HERE / "expected.json").write_text(json.dumps(summaries, indent=1) + "\n", encoding="utf-8", newline="\n")


def check() -> list[str]:
    """Replay every game; a line for each that came out differently."""
    from tabletop.errors import TabletopError
    from tabletop.session import read_export

    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    found = []
    for name in GAMES:
        lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        try:
            _, game = read_export(lines, source=str(CAMPAIGN), library=[LIBRARY])
        except TabletopError as error:
            found.append(f"{name}: {error.message}")
            continue
        now = summary(game)
        found += [f"{name}: {key} differs" for key, value in expected[name].items() if now[key] != value]
    return found


if __name__ == "__main__":
    if "--bless" in sys.argv[1:]:
        bless()
    else:
        problems = check()
        print("\n".join(problems) or "All golden games play as recorded.")
        sys.exit(bool(problems))

"""Ten mistakes that authors make, each planted alone in a copy of a shipped campaign.

`benchmarks/compare_checkers.py` plants the same ones for other tools.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CAMPAIGN = "campaigns/halcyon/campaign.yaml"
EXTERNAL = "decks/halcyon/cards/external.yaml"
TRANSNATIONAL = "decks/halcyon/cards/transnational.yaml"


@dataclass(frozen=True, slots=True)
class Planted:
    """One mistake, and how it should be told."""

    kind: str
    file: str
    old: str
    """What stands there once, and …"""
    new: str
    """… what stands there instead."""
    code: str
    word: str
    """The characters that should be marked."""
    meant: str = ""
    """What the message should propose or name, for a person or a program to put right."""
    told_in: str = ""
    """The file it is told in, where that is another."""


MISTAKES = (
    Planted(
        "misspelt key", EXTERNAL,
        "  who_pays: Conscripts of nineteen", "  who_pay: Conscripts of nineteen",
        "E201", "who_pay", "did you mean “who_pays”?",
    ),
    Planted(
        "misspelt card in a follow-up", EXTERNAL,
        "{card: ford-funeral, after: 1", "{card: ford-funreal, after: 1",
        "E301", "ford-funreal", "did you mean “ford-funeral”?",
    ),
    Planted(
        "condition that can never hold", EXTERNAL,
        "when: not flag.lorn-invited", "when: tension > 60 and tension < 40",
        "W304", "tension < 40", "it needs tension above 60 and below 40",
    ),
    Planted(
        "misspelt flag in a condition", TRANSNATIONAL,
        "when: flag.weapons-code,", "when: flag.weapon-code,",
        "W202", "weapon-code", "did you mean “weapons-code”?",
    ),
    Planted(
        "number out of range", EXTERNAL,
        "acts: [anniversary, squall, winter]\n  escalation: 3", "acts: [anniversary, squall, winter]\n  escalation: 7",
        "E206", "7", "it must be at most 5",
    ),
    Planted(
        "tab in the indent", EXTERNAL,
        "  acts: [anniversary, squall, winter]\n  escalation: 3",
        "\tacts: [anniversary, squall, winter]\n  escalation: 3",
        "E105", "\t", "indent with spaces",
    ),
    Planted(
        "text cut short by #", EXTERNAL,
        "title: Shots at the ford", "title: Shots at post #3",
        "W201", "#3", "quotes",
    ),
    Planted(
        "card that nothing deals", EXTERNAL,
        "  follow_up: {card: ford-funeral, after: 1, if: failed}\n", "",
        "W208", "0", "give it a weight, or queue it somewhere", told_in="decks/halcyon/cards/follow-ups.yaml",
    ),
    Planted(
        "ending that is never reached", CAMPAIGN,
        "    when: outcome.win and act.conference\n", "    when: outcome.win\n",
        "W309", "outcome.win and act.winter", "put it further up",
    ),
    Planted(
        "key given twice", EXTERNAL,
        "acts: [anniversary, squall, winter]\n  escalation: 3",
        "acts: [anniversary, squall, winter]\n  escalation: 3\n  escalation: 2",
        "E112", "escalation", "the first is on line",
    ),
)  # fmt: skip


def library(folder: Path, *mistakes: Planted) -> Path:
    """The shipped campaign with some mistakes in it, as a library of its own below `folder`."""
    for part in ("campaigns/halcyon", "decks/halcyon"):
        shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
    for mistake in mistakes:
        file = folder / mistake.file
        text = file.read_text(encoding="utf-8")
        assert text.count(mistake.old) == 1, mistake.kind
        file.write_text(text.replace(mistake.old, mistake.new), encoding="utf-8")
    return folder / "campaigns/halcyon"

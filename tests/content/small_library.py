"""The small campaign of the samples as a library: its cards in two files of a deck of their own."""

from __future__ import annotations

from pathlib import Path

SMALL = Path(__file__).parent / "samples" / "small.yaml"
DECK = "format: 1\nid: quarrels\ntitle: Quarrels\nversion: 1.0.0\nsummary: Three.\nlicence: CC0-1.0\nauthors: [me]\n"


def small_library(folder: Path) -> Path:
    """Write campaigns/small and decks/quarrels into a folder; the folder."""
    head, cards = SMALL.read_text(encoding="utf-8").split("cards:\n")
    lines = [line[2:] if line.startswith("  ") else line for line in cards.splitlines()]
    at = lines.index("- id: shelf-line")
    files = {
        "campaigns/small/campaign.yaml": f"{head}decks: [quarrels]\n",
        "decks/quarrels/deck.yaml": DECK,
        "decks/quarrels/cards/one.yaml": "\n".join(lines[:at]) + "\n",
        "decks/quarrels/cards/two.yaml": "\n".join(lines[at:]) + "\n",
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder

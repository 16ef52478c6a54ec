"""The language server that editors use, with our schemas: it marks the right word, offers and explains.

The real server from npm, over its standard streams; fetched once for this machine and version (see server/install.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.content.schema.editor import Editor, editor
from tests.content.schema.server.install import MissingError, server

from tabletop.content import library
from tabletop.workbench.start.begin import begin
from tabletop.workbench.start.editors import write

ROOT = Path(__file__).parents[3]
CARD = """\
- id: one
  title: One
  domain: external
  escalation: 2
  features: {urgency: 3, breadth: 2, misperception: 2, sensitivity: 2, enforcement: 1}
  touches: {tolmar: high}
  situation: Something has happened.
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a deck of its own, set up for editors."""
    folder = tmp_path_factory.mktemp("editors") / "harbour"
    begin("campaign", folder, "full")
    write(library.find(folder, "campaign"), "campaign")
    return folder


@pytest.fixture(scope="module")
def vi(pack: Path) -> Iterator[Editor]:
    try:
        call = server()
    except MissingError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing}; CI skips nothing")
        pytest.skip(f"NOT TESTED: {missing}")
    with editor(call, pack) as made:
        yield made


class Draft:
    """A card file that is being written: `|` in its text is where the cursor stands."""

    def __init__(self, vi: Editor, pack: Path) -> None:
        self.vi = vi
        self.folder = pack / "decks" / "harbour" / "cards"
        self.head = (pack / "decks" / "harbour" / "cards" / "first.yaml").read_text(encoding="utf-8").split("\n")[0]

    def problems(self, text: str) -> dict[str, str]:
        """The marked words with what is said of them."""
        lines = [self.head, *text.split("\n")]
        found = self.vi.open(self._new(), "\n".join(lines))
        marked: dict[str, str] = {}
        for item in found:
            start, end = item["range"]["start"], item["range"]["end"]
            last = end["character"] if end["line"] == start["line"] else None
            marked[lines[start["line"]][start["character"] : last]] = item["message"]
        return marked

    def offered(self, text: str) -> dict[str, str]:
        """Labels with their documentation."""
        line, column, whole = self._at(text)
        file = self._new()
        self.vi.open(file, whole)
        items = self.vi.complete(file, line, column)
        docs = {label: item.get("documentation", "") for label, item in items.items()}
        return {label: doc if isinstance(doc, str) else doc["value"] for label, doc in docs.items()}

    def explained(self, text: str) -> str:
        line, column, whole = self._at(text)
        file = self._new()
        self.vi.open(file, whole)
        return self.vi.hover(file, line, column)

    def _new(self) -> Path:
        """A name not used before: the server sends findings on a file also when it is closed."""
        return self.folder / f"draft-{self.vi.version}.yaml"

    def _at(self, text: str) -> tuple[int, int, str]:
        before, after = f"{self.head}\n{text}".split("|", 1)
        return before.count("\n"), len(before) - before.rfind("\n") - 1, before + after


@pytest.fixture
def draft(vi: Editor, pack: Path) -> Draft:
    return Draft(vi, pack)


def test_good_files_are_quiet(vi: Editor, pack: Path) -> None:
    for file in pack.rglob("*.yaml"):
        assert vi.open(file) == [], file


def test_a_shipped_deck_is_quiet(vi: Editor, tmp_path: Path) -> None:
    deck = tmp_path / "decks" / "north-atlantic"
    shutil.copytree(ROOT / "decks" / "north-atlantic", deck)
    write(library.find(deck, "deck"), "deck")
    for file in (deck / "deck.yaml", deck / "cards" / "1-founding.yaml"):
        assert vi.open(file) == [], file


@pytest.mark.parametrize(
    ("old", "new", "word", "says"),
    [
        ("escalation:", "escalaton:", "escalaton", "not allowed"),
        ("external", "externl", "externl", '"external", "internal", "transnational"'),
        ("urgency: 3", "urgency: 7", "7", "maximum of 4"),
        ("  situation: Something has happened.\n", "", "i", "situation"),
        (", enforcement: 1", "", "features", "enforcement"),
        ("tolmar: high", "tolmer: high", "tolmer", "not allowed"),
        ("tolmar: high", "tolmar: hgih", "hgih", '"high"'),
        ("Something has happened.", "x\n  tags: [cyberr]", "cyberr", "no tag of the pack"),
        ("Something has happened.", "x\n  acts: [frist-year]", "frist-year", "first-year, second-year"),
        ("Something has happened.", "x\n  follow_up: {card: inquri, if: failed}", "inquri", "inquiry"),
        ("Something has happened.", "x\n  parties: [varn, irsk]", "parties", "only an internal card"),
        ("Something has happened.", "x\n  on_deal: [{change: {trust: 2}, from: irsk}]", "{", "“to” is missing"),
        ("Something has happened.", "x\n  on_deal: [{why: y}]", "{", "exactly one of change"),
    ],
)
def test_the_right_word_is_marked(draft: Draft, old: str, new: str, word: str, says: str) -> None:
    assert old in CARD
    marked = draft.problems(CARD.replace(old, new))
    assert any(word == at[: len(word)] and says in told for at, told in marked.items()), marked


def test_keys_are_offered_with_what_they_are_for(draft: Draft) -> None:
    keys = draft.offered("- id: one\n  title: One\n  |\n")
    assert {"situation", "features", "touches", "follow_up", "when"} <= keys.keys()
    assert keys["situation"].startswith("What everybody at the table reads")
    assert "At most 480 characters. Required." in keys["situation"]
    assert "title" not in keys, "it is there already"


def test_words_are_offered_with_their_meaning(draft: Draft) -> None:
    words = draft.offered("- id: one\n  domain: |\n")
    assert words.keys() == {"external", "internal", "transnational"}
    assert "outside party" in words["external"]


def test_the_authors_own_names_are_offered(draft: Draft) -> None:
    members = draft.offered("- id: one\n  touches:\n    |\n")
    assert members == {"varn": "Varn: The large one", "tolmar": "Tolmar: The front line", "irsk": "Irsk: The islands"}
    assert {"varn", "tolmar", "irsk"} == draft.offered("- id: one\n  parties:\n    - |\n").keys()
    assert {"first-year", "second-year", "quiet-year"} == draft.offered("- id: one\n  acts: [|]\n").keys()
    assert "inquiry" in draft.offered("- id: one\n  follow_up:\n    card: |\n")
    assert draft.offered("- id: one\n  on_deal:\n    - set: {flag: |}\n").keys() == {"ship-named"}
    assert {"is.rough", "flag.ship-named"} <= draft.offered("- id: one\n  when: |\n").keys()


def test_whole_pieces_are_offered(draft: Draft) -> None:
    assert "a new card" in draft.offered("|\n")
    assert {"change: points", "set: a flag", "change", "why"} <= draft.offered(
        "- id: one\n  on_deal:\n    - |\n"
    ).keys()
    assert "a follow-up" in draft.offered("- id: one\n  follow_up: |\n")
    assert "an option" in draft.offered("- id: one\n  options:\n    track2:\n      |\n")


def test_hover_explains(draft: Draft) -> None:
    assert "step of the ladder" in draft.explained(CARD.replace("escalation", "esca|lation"))
    assert "A whole number, 1 to 5." in draft.explained(CARD.replace("escalation", "esca|lation"))
    assert "Tolmar: The front line" in draft.explained(CARD.replace("tolmar", "tol|mar"))
    assert "`some`: It concerns them: a stake of 0.6." in draft.explained(CARD.replace("high", "hi|gh"))

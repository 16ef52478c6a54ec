"""The safety report says what a facilitator needs, and marks what is odd."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.workbench.packs import installing, making, opening, words
from tabletop.workbench.packs.report import Report, report


def of(path: Path | str) -> Report:
    pack = opening.read_pack(making.make(str(path)).data)
    here = installing.find(pack.manifest.kind, pack.manifest.id)
    return report(pack, opening.try_pack(pack), opening.missing_needs(pack), here)


def test_a_shipped_campaign() -> None:
    made = of("double-track")
    text = "\n".join(made.lines())
    assert made.fine
    for part in (
        "Double Track 1977–1987", "6 members", "26 cards", "minutes to read", "CC-BY-4.0", "martial law",
        "Fact or fiction (historical)", "www.nato.int", "No program is in it", "Packs are not signed", "not installed",
        "marked as verified", "guadeloupe",
    ):  # fmt: skip
        assert part in text


def test_what_is_odd_is_told(shelf: Path) -> None:
    cards = shelf / "decks" / "sea" / "cards" / "all.yaml"
    text = cards.read_text(encoding="utf-8")
    text = text.replace(
        "Somebody asks.", "S\u043emebody\u200b asks http://Evil.example:80/x, https://[bad/ and Ельцин."
    )
    cards.write_text(text.replace("escalation: 2\n", "escalation: 2\n    date: 1979-12-12\n", 1), encoding="utf-8")
    made = of(shelf / "campaigns" / "mine")
    odd = "\n".join(made.odd)
    assert made.facts["hosts"] == {"(an address that cannot be read)": 1, "evil.example": 1}
    assert "Cyrillic" in odd
    assert "S\u043emebody" in odd
    assert "Ельцин" not in odd
    assert "1 invisible character " in odd
    assert "1 historical cards without a source: cable-cut" in odd
    assert "not marked as verified: cable-cut" in odd
    assert "No licence text" in odd
    assert "Content warnings: its authors give none." in list(made.lines())


def test_against_an_installed_version(shelf: Path) -> None:
    path = shelf / "campaigns" / "mine"
    file = path / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    found = installing.install(opening.read_pack(making.make(str(path)).data)).installed
    assert "installed already." in of(path).facts["here"]
    (found.folder / "campaigns" / "mine" / "note.md").write_text("x", encoding="utf-8")
    assert "changed by hand" in of(path).facts["here"]
    file.write_text(text.replace("A small quarrel", "Another"), encoding="utf-8")
    assert "other content" in of(path).facts["here"]
    for version, word in (("1.0.1", "newer"), ("0.9", "older")):
        file.write_text(text.replace("version: 1.0.0", f'version: "{version}"'), encoding="utf-8")
        assert word in of(path).facts["here"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", []), ("p\u0430ypal", ["p\u0430ypal"]), ("Größe Ångström", []), ("Москва", []), ("αlpha", ["αlpha"]),
    ],
)  # fmt: skip
def test_words_in_disguise(text: str, found: list[str]) -> None:
    assert words.disguised(text) == found

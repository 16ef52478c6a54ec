"""A small whole campaign around a code's example, so that `bad` and `good` run just as `explain` shows them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tabletop.content import Problem, check_paths
from tabletop.content.codes import Code

_KEY = re.compile(r"([A-Za-z_][\w-]*) *:")


def _parts(text: str) -> dict[str, str]:
    return {line.split(":")[0]: line for line in text.strip().splitlines()}


CARD = _parts("""
id: cable-cut
title: Cable cut
domain: transnational
escalation: 2
features: {urgency: 3, breadth: 2, misperception: 3, sensitivity: 2, enforcement: 1}
touches: {west-holm: low, aster: high, brel: some}
situation: The cable is dark.
weight: 2
""")
INQUIRY = _parts("""
id: inquiry
title: Inquiry
domain: external
escalation: 1
features: {urgency: 0, breadth: 0, misperception: 4, sensitivity: 2, enforcement: 1}
touches: {west-holm: high, aster: low, brel: high}
situation: Somebody asks.
""")
MEMBERS = [
    _parts("""
id: west-holm
name: West Holm
short: WES
colour: blue
emblem: "◆"
capability: 0.5
positions: {security: 0.3, integration: 0.2, values: 0.3}
exposure: 0.3
title: The big one
aims: Ships.
brief: You have the ships.
objective: {title: Guardian, weights: {security: 40, autonomy: 30, prosperity: 20, influence: 10}}
"""),
    _parts("""
id: aster
name: Aster
short: AST
colour: green
emblem: "●"
capability: 0.3
positions: {security: 0, integration: 0, values: -1}
exposure: 0.8
title: The near one
aims: Quiet.
brief: You have the border.
objective: {title: Quiet, weights: {security: 100, autonomy: 0, prosperity: 0, influence: 0}}
"""),
    _parts("""
id: brel
name: Brel
short: BRE
colour: orange
emblem: "■"
capability: 0.2
positions: {security: -0.5, integration: 0, values: 0.1}
exposure: 0
title: The rich one
aims: Trade.
brief: You have the money.
objective: {title: Trade, weights: {security: 0, autonomy: 0, prosperity: 100, influence: 0}}
"""),
]
ACTS = [
    _parts("""
id: calm
title: Calm
turns: 2
opening: The sea is flat.
next: [{act: storm, when: tension > 45}, {act: thaw}]
"""),
    _parts("""
id: storm
title: Storm
turns: 3
opening: The sea is not flat.
"""),
    _parts("""
id: thaw
title: Thaw
turns: 2
opening: It drips.
"""),
]
ENDINGS = [
    _parts("""
id: good
title: Good
tone: good
when: outcome.win
text: Well done.
"""),
    _parts("""
id: other
title: Other
tone: mixed
text: Well.
"""),
]
CAMPAIGN = _parts("""
format: 1
id: frame
title: A small quarrel
version: 1.0.0
authors: [Somebody]
licence: CC-BY-4.0
language: en
level: standard
minutes: 30
kind: fictional
seats: {min: 1, max: 3}
summary: Three states and too few ships.
audience: Tests.
fact_and_fiction: All of it is invented.
outside: {name: the North, short: North, description: A neighbour., intent: hidden, greedy_chance: 40}
""")
DECK = _parts("""
format: 1
id: fishery
title: Fishery
version: 1.0.0
summary: Whose fish?
licence: CC-BY-4.0
authors: [Somebody]
""")
FISH = """
- id: {id}
  title: A line on the shelf
  domain: internal
  parties: [aster, brel]
  escalation: 1
  features: {{urgency: 1, breadth: 1, misperception: 1, sensitivity: 3, enforcement: 1}}
  situation: Whose fish?
"""


def splice(parts: dict[str, str], snippet: str) -> str:
    """`parts` with a snippet in the place of the first key that it names; its other keys go, too."""
    named = {found.group(1) for line in snippet.split("\n") if (found := _KEY.match(line))}
    lines, placed = [], False
    for key, text in parts.items():
        if key not in named:
            lines.append(text)
        elif not placed:
            lines.append(snippet)
            placed = True
    return "\n".join(lines if placed else [*lines, snippet])


def _item(text: str) -> str:
    return "  - " + text.replace("\n", "\n    ") + "\n"


def _list(key: str, items: list[dict[str, str]], snippet: str, at: int) -> str:
    return f"{key}:\n" + "".join(
        _item(splice(parts, snippet) if number == at % len(items) and snippet else "\n".join(parts.values()))
        for number, parts in enumerate(items)
    )


def campaign_text(where: str = "", snippet: str = "") -> str:
    """The campaign as one file, with a snippet in a part of it."""
    sections = {
        "members": _list("members", MEMBERS, snippet if where == "member" else "", -1),
        "acts": _list("acts", ACTS, snippet if where == "act" else "", 0),
        "endings": _list("endings", ENDINGS, snippet if where == "ending" else "", 0),
        "cards": _list("cards", [CARD, INQUIRY], snippet if where == "card" else "", 0),
    }
    if where == "cards":
        sections["cards"] += "".join(f"  {line}\n" for line in snippet.split("\n"))
    parts = {**CAMPAIGN, **{key: text.rstrip("\n") for key, text in sections.items()}}
    return (splice(parts, snippet) if where == "campaign" else "\n".join(parts.values())) + "\n"


@dataclass
class Run:
    """What checking an example found."""

    problems: list[Problem]
    start: tuple[int, int] | None = None
    """Line and column of the snippet's first character, both from 1; None where it is no part of a file."""
    lines: int = 0


def run(code: Code, snippet: str, folder: Path) -> Run:
    """Check a snippet in its frame, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "decks/fishery/deck.yaml", "\n".join(DECK.values()) + "\n")
    _write(folder / "decks/fishery/cards/fish.yaml", FISH.format(id="shelf-line"))
    if code.where == "call":
        words = snippet.split()
        assert words[:2] == ["tabletop", "check"], "a call is one of tabletop check"
        return Run(check_paths(words[2:]))
    if code.where == "files":
        return Run(_tree(snippet, folder))
    if code.where == "deck":
        file = folder / "decks/fishery/deck.yaml"
        text = splice(DECK, snippet) + "\n"
    else:
        file = folder / "frame.yaml"
        text = campaign_text(code.where, snippet)
    _write(file, text)
    indent = {"campaign": 0, "deck": 0, "cards": 2}.get(code.where, 4)
    section = text.index(f"\n{code.where}s:") if code.where in ("member", "act", "ending", "card") else 0
    at = text.index(snippet.replace("\n", "\n" + " " * indent), section)
    start = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    assert start[1] == indent + 1
    return Run(check_paths([file]), start, snippet.count("\n") + 1)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


_ENTRY = re.compile(r"(?P<path>\S+)(?: … (?P<last>\S+))?(?: -> (?P<link>\S+))?(?: +\((?P<what>[^)]+)\))?")


def _tree(listing: str, folder: Path) -> list[Problem]:
    """Make the files of a listing, in a deck's folder or (with campaigns/) in a library's, and check them."""
    library = "campaigns/" in listing
    home = folder / "library" if library else folder / "decks/fishery"
    _write(folder / "elsewhere/first.yaml", FISH.format(id="far"))
    if not library:
        (home / "cards/fish.yaml").unlink()
    for line in listing.split("\n"):
        found = _ENTRY.fullmatch(line)
        assert found, line
        path, what = home / found["path"], found["what"] or ""
        path.parent.mkdir(parents=True, exist_ok=True)
        card = FISH.format(id="fish").lstrip()
        if found["link"]:
            os.symlink(found["link"], path)
        elif found["last"]:
            first, last = (int(re.sub(r"\D", "", name)) for name in (found["path"], found["last"]))
            for number in range(first, last + 1):
                _write(path.parent / f"{number:03}.yaml", FISH.format(id=f"fish-{number}"))
        elif library:
            _write(path, campaign_text())
        elif what == "a folder":
            path.mkdir()
        elif what.endswith("MiB"):
            _write(path, card + "# \n" * (int(what.split()[0]) * 2**20 // 3 + 1))
        elif what.startswith("in "):
            path.write_bytes(card.encode(what.removeprefix("in ")))
        else:
            _write(path, "" if what == "empty" else card)
    return check_paths(["storm"], [home]) if library else check_paths([home])

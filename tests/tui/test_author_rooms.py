"""The room that `tabletop check` says a text has is the room that the screens give it: neither can change alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tabletop.content import check_paths, load_campaign, reader
from tabletop.content.proofs import fitting
from tabletop.content.proofs.fitting import Room
from tabletop.game.game import Game
from tabletop.rules.vocabulary import Level
from tabletop.session.wish import Wish
from tabletop.tui.canvas import Canvas
from tabletop.tui.widgets.region import around_of, write

Start = Callable[..., Any]
HARBOUR = Path(__file__).parent / "library" / "campaigns" / "harbour.yaml"
ROOMS = [room for room in vars(fitting).values() if isinstance(room, Room)]
WAYS = ("bilateral", "multilateral", "confidence", "track2")


def text(letter: str, cells: int) -> str:
    """A word that fills so many cells, and ends in a letter of its own."""
    return letter * (cells - 1) + "Z"


def written(folder: Path, more: int, *, listed: bool = False) -> Path:
    """The harbour with every text as long as its room, and `more` cells; `listed` fits the title for the list."""
    data = json.loads(json.dumps(reader.read(HARBOUR, HARBOUR.parent).data))
    data["title"] = text("q", (fitting.LISTED if listed else fitting.CAMPAIGN).cells + more)
    if not listed:
        data["title"] = "The Harbour: " + data["title"][13:]
    data["outside"] |= {"name": text("o", fitting.OUTSIDE.cells + more), "short": text("n", 7 + more)}
    for number, member in enumerate(data["members"]):
        name = text("abcd"[number], fitting.MEMBER.cells + more)
        member |= {"name": name, "title": text("t", fitting.PART.cells - fitting.MEMBER.cells)}
        member["objective"]["title"] = text("j", fitting.OBJECTIVE.cells + more)
    data["members"][0]["short"] = "日日A" if more else "LONG"
    for act in data["acts"]:
        act["title"] = text("u", fitting.ACT.cells + more)
    for number, card in enumerate(data["cards"]):
        card["title"] = text("vwxyzk"[number % 6], fitting.CARD.cells + more)
        card["options"] = {way: {"label": text("i", fitting.LABEL.cells + more)} for way in WAYS}
    file = folder / "campaigns" / "harbour.yaml"
    file.parent.mkdir()
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize("more", [0, 1])
def test_check_tells_what_is_one_cell_too_wide(tmp_path: Path, more: int) -> None:
    told = [p.message for p in check_paths([written(tmp_path, more)]) if p.code in ("T409", "T421")]
    for room in ROOMS:
        if room is not fitting.LISTED:
            assert any(room.what in message and room.where in message for message in told) == bool(more), room


@pytest.mark.parametrize("more", [0, 1])
def test_check_tells_of_a_title_for_the_list(tmp_path: Path, more: int) -> None:
    told = [p.message for p in check_paths([written(tmp_path, more, listed=True)]) if p.keys == "title"]
    assert any(f"takes 28 cells; at 80 columns {fitting.LISTED.where} has 27" in message for message in told) == more


def test_the_message_says_where_it_is_cut(tmp_path: Path) -> None:
    (told,) = {p.message for p in check_paths([written(tmp_path, 1)]) if p.keys == "outside/short"}
    assert told == (
        "the outside party's short name takes 8 cells; at 80 columns the line on its aims has 7 "
        "and cuts it after “nnnnnn”"
    )


def ends(shown: str, pattern: str) -> set[str]:
    """How the texts end that a pattern finds: with their own last letter, or with an ellipsis."""
    found = re.findall(pattern + "(Z|…)", shown, re.MULTILINE)
    assert found, f"{pattern}\n{shown}"
    return {one[-1] if isinstance(one, tuple) else one for one in found}


@pytest.mark.parametrize("more", [0, 1])
async def test_the_screens_cut_exactly_there(player: Start, tmp_path: Path, more: int) -> None:
    written(tmp_path, more)
    end = {"…" if more else "Z"}
    async with player(Wish(campaign="harbour", seed=7, level="full"), library=tmp_path) as p:
        assert p.where == "Briefing"
        assert ends(p.text(), r"^ Turn 1 · u+") == end
        assert ends(p.text(), r"([vwxyzk])\1{30,}(?=[Z…] +▁)") == end
        await p.press("enter")
        assert ends(p.text(), r"“i+") == end
        await p.press("2")
        assert ("LONG" in p.text(), "日…" in p.text()) == (not more, bool(more))
        await p.press("4")
        assert ends(p.text(), r": t+") == end
        await p.press("pagedown")
        assert ends(p.text(), r"The other side: o+") == end
        await p.press("escape", "1", "c", "enter", "enter")
        await p.until("Table")
        await p.press("5")
        assert ends(p.text(), r"^ History · The Harbour: q+") == end
        await p.press("escape")
        await p.until("End")
        seen = ""
        for _ in range(6):
            await p.press("right")
            for _ in range(4):
                seen += p.text()
                await p.press("pagedown")
        assert ends(seen, r"^ +j+") == end
        assert ends(seen, r"^ +([abcd])\1+(?=[Z…] +\d+ of \d)") == end


@pytest.mark.parametrize("more", [0, 1])
async def test_the_list_of_campaigns_cuts_exactly_there(player: Start, tmp_path: Path, more: int) -> None:
    written(tmp_path, more, listed=True)
    async with player(library=tmp_path) as p:
        assert ends(p.text(), r"q+") == {"…" if more else "Z"}


@pytest.mark.parametrize("intent", ["seeker", "greedy"])
@pytest.mark.parametrize("more", [0, 1])
def test_the_line_on_the_aims_of_the_other_side(intent: str, more: int) -> None:
    view = Game(load_campaign("halcyon"), 3, Level.FULL, ("aurelia",)).view("aurelia")
    outside = view.outside.model_copy(update={"short": text("n", 7 + more), "intent": intent})
    half = Canvas(78).width // 2
    (aims, *_) = around_of(view.model_copy(update={"outside": outside}), half)
    line = write(Canvas(half).line(), aims).content().plain
    assert line.endswith("…") == bool(more), line

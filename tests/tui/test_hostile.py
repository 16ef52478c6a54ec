"""Text made to hurt, in every field that an author writes: shown as written, the layout whole, nothing obeyed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tabletop.session.wish import Wish
from tabletop.tui.canvas import Canvas
from tabletop.tui.text import fit, pad, tidy, wrap

Start = Callable[..., Any]

NASTY = {
    "closing tag": "[/nope] stays",
    "link": "[@click=app.quit]press[/] [link=https://x.example]y[/link]",
    "style": "[bold red on white]loud[/bold red on white] \\[b]",
    "escape": "a\x1b[31mred\x1b[0m\x1b]0;taken over\x07z",
    "eight bit": "a\x9b31mb\x9d0;t\x9cc",
    "bidi": "user\u202egnp.exe\u2066\u2069",
    "accents": "Z" + "\u0351\u0363" * 200 + "algo",
    "wide": "漢字かな交じり文" * 12,
    "emoji": "👩‍👩‍👧‍👦 flags 🇫🇷 ok",
    "long": "x" * 10_000,
    "blanks": "\u00a0\u2003\u200b.\t.",
    "braces": "{0} %s $tt-bad ${HOME} $(id)",
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("cells", [0, 1, 2, 7, 40])
def test_text_keeps_its_room(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) <= cells
    assert cell_len(pad(text, cells)) == cells
    assert not CONTROL.search(fit(text, cells))
    for line in wrap(text, max(cells, 2), 5):
        assert cell_len(line) <= max(cells, 2)
        assert not CONTROL.search(line)


def test_markup_is_shown_as_written() -> None:
    assert fit(NASTY["closing tag"], 40) == NASTY["closing tag"]
    canvas = Canvas(80)
    canvas.write(NASTY["link"], "bold")
    assert NASTY["link"] in canvas.content().plain
    assert not any("click" in str(span.style) for span in canvas.content().spans)


def test_control_sequences_lose_their_power() -> None:
    assert tidy(NASTY["escape"]) == "a[31mred[0m]0;taken overz"
    assert "\u202e" not in tidy(NASTY["bidi"])


def campaign(text: str, folder: Path) -> Path:
    """The small campaign with `text` in every field that is free, as long as each may be."""
    from tabletop.content.reader import read_text

    source = (Path(__file__).parent / "library" / "campaigns" / "harbour.yaml").read_text(encoding="utf-8")
    data: Any = plain(read_text(source, "harbour.yaml").data)
    most = {"title": 60, "label": 60, "name": 40, "aims": 1600, "brief": 600, "opening": 12_000, "closing": 12_000}

    def put(model: dict[str, Any], *names: str) -> None:
        for name in names:
            if name in model:
                model[name] = (text * 3)[: most.get(name, 160)]

    put(data, "title", "summary")
    put(data["outside"], "name", "description")
    data["members"][1]["brief"] = text[:12_000]
    for number, member in enumerate(data["members"]):
        put(member, "name", "title", "aims")
        member["name"] = f"{number}{member['name'][:39]}"
        put(member["objective"], "title")
        member["red_lines"] = [text[:160] or "-"]
    for act in data["acts"]:
        put(act, "title", "opening", "closing")
    for ending in data["endings"]:
        put(ending, "title")
        ending["text"] = text[:12_000]
    for card in data["cards"]:
        put(card, "title", "situation", "law", "who_pays", "lesson")
        card["situation"] = text[:480]
        card["briefs"] = {"brill": text[:600]}
        card["discuss"] = [text[:160]]
        card["options"] = {"bilateral": {"label": text[:60]}}
    library = folder / "campaigns"
    library.mkdir(parents=True)
    (library / "harbour.yaml").write_text(json.dumps(data), encoding="utf-8")
    return folder


def plain(data: Any) -> Any:
    """What the reader gives, as ordinary lists, mappings, texts and numbers."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, bool) or data is None:
        return data
    for kind in (int, float, str):
        if isinstance(data, kind):
            return kind(data)
    return str(data)


KINDS_OF_TEXT = ["link", "escape", "wide", "long"]
if os.environ.get("TABLETOP_PROVE") == "1":
    KINDS_OF_TEXT += ["closing tag", "accents", "braces"]


@pytest.mark.parametrize("kind", KINDS_OF_TEXT)
async def test_every_screen_stays_whole(player: Start, tmp_path: Path, kind: str) -> None:
    text = NASTY[kind]
    async with player(Wish("harbour", level="full", seed=11), library=campaign(text, tmp_path / "lib")) as p:
        seen = ""

        def look() -> None:
            nonlocal seen
            lines = p.lines()
            assert {cell_len(line) for line in lines} == {80}, p.where
            assert not CONTROL.search("".join(lines)), p.where
            seen += p.text()

        keys = "enter b 2 3 i q 4 down q x right x d q enter w q r"
        for key in keys.split():
            await p.press(key)
            assert not p.app._exit
            look()
        await p.until("End")
        look()
        start = tidy(text)[:12]
        assert start in seen, "shown as it is written"
        if kind == "link":
            await p.click("[@click")
            assert not p.app._exit
            assert p.where == "End"


async def test_home_and_setup_stay_whole(player: Start, tmp_path: Path) -> None:
    for kind in ("link", "wide"):
        async with player(library=campaign(NASTY[kind], tmp_path / kind)) as p:
            for keys in (["up"], ["n"], ["up"], ["up"], ["q"]):
                await p.press(*keys)
                assert {cell_len(line) for line in p.lines()} == {80}
                assert not CONTROL.search("".join(p.lines()))

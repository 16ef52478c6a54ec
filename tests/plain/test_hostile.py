"""Text made to hurt, from authors and from the keyboard: shown as written, nothing obeyed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.plain.conftest import LIBRARY

from tabletop.content.text import width
from tabletop.plain.keyboard import LONGEST
from tabletop.plain.paper import wrap
from tabletop.session.wish import Wish

Talk = Callable[..., str]
Harbour = Callable[..., Wish]

NASTY = {
    "markup": "[/nope] [@click=app.quit]press[/] <b>x</b>",
    "escape": "a\x1b[31mred\x1b[0m\x1b]0;taken over\x07z",
    "eight bit": "a\x9b31mb\x9d0;t\x9cc",
    "bidi": "user\u202egnp.exe\u2066\u2069",
    "accents": "Z" + "\u0351\u0363" * 60 + "algo",
    "wide": "漢字かな交じり文" * 12,
    "long": "x" * 400,
    "lines": "one\n\nBrill, turn 9. What do you do? quit\n\nthree",
    "braces": "{0} %s ${HOME} $(id)",
    "empty": " \u00a0. ",
}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def library(text: str, folder: Path) -> Path:
    """The small campaign with `text` in the fields that are free."""
    from tabletop.content.reader import read_text

    data: Any = plain(
        read_text((LIBRARY / "campaigns" / "harbour.yaml").read_text(encoding="utf-8"), "harbour.yaml").data
    )
    line = text.replace("\n", " ")
    data["title"], data["summary"] = line[:60], text[:500]
    data["outside"] |= {"name": line[:40], "description": text}
    for number, member in enumerate(data["members"]):
        member |= {"name": f"{number}{line[:39]}", "title": line[:60], "aims": text, "brief": text}
        member["red_lines"] = [line[:160]]
    for act in data["acts"]:
        act |= {"title": line[:60], "opening": text, "closing": text}
    for ending in data["endings"]:
        ending |= {"title": line[:60], "text": text}
    for card in data["cards"]:
        card |= {"title": line[:60], "situation": text[:480], "law": line[:160], "lesson": line[:160]}
        card |= {
            "briefs": {"brill": text[:600]},
            "discuss": [line[:160]],
            "options": {"bilateral": {"label": line[:60]}},
        }
    (folder / "campaigns").mkdir(parents=True)
    (folder / "campaigns" / "harbour.yaml").write_text(json.dumps(data), encoding="utf-8")
    return folder


def plain(data: Any) -> Any:
    """What the reader gives, as ordinary lists, mappings, texts and numbers."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, bool) or data is None:
        return data
    return next((kind(data) for kind in (int, float, str) if isinstance(data, kind)), str(data))


@pytest.mark.parametrize("kind", NASTY)
def test_authors_text_is_only_text(talk: Talk, tmp_path: Path, kind: str) -> None:
    turn = ["choose 1 m", "seal yes"]
    asked = ["look", "read 1", "brief", "members 1", "options", "choose", "cancel", "compare"]
    told = talk(
        [*asked, *turn, "why", "1", "history 1", *turn * 14, "quit"],
        Wish("harbour", level="full", seed=11),
        library=library(NASTY[kind], tmp_path / "lib"),
    )
    assert not CONTROL.search(told)
    assert max(width(line) for line in told.splitlines()) <= 78
    assert "The end of" in told
    if kind in ("markup", "braces"):
        assert NASTY[kind][:20] in " ".join(told.split())


@pytest.mark.parametrize(
    "line",
    ["\x1b[A\x1b[A", "\x00" * 50, "choose 1 \x1b]0;title\x07 confidence", "\u202equit", "note \x1b[31mred\x1b[0m",
     "é" * 500, "1" * 500, "members " + "9" * 300,
     "fork ²", "why ٣", "read ①", "note " + "a" * 1500, "choose " + "1 " * 600],
)  # fmt: skip
def test_hostile_lines_are_answered(talk: Talk, harbour: Harbour, line: str) -> None:
    told = talk([line, "status", "quit"], harbour(level="full"))
    assert not CONTROL.search(told)
    assert "Every sealed move is kept." in told
    assert max(width(one) for one in told.splitlines()) <= 78


def test_what_arrow_keys_send_is_no_text(talk: Talk, harbour: Harbour) -> None:
    told = talk(["\x1b[Achoose\x1b[D 1 confidence", "notes", "quit"], harbour())
    assert "You take a reassuring step" in told


def test_a_line_without_an_end_is_refused_and_nothing_is_done(talk: Talk, harbour: Harbour) -> None:
    long = "choose 1 confidence " + "x" * 1_000_000
    told = talk([long, "x" * LONGEST, "quit"], harbour())
    assert f"That line has {len(long)} characters; at most {LONGEST} are read. Nothing was done." in " ".join(
        told.split()
    )
    assert "There is no command “xxx" in told
    assert "reassuring" not in told


def test_narrow_lines_break_anywhere_rather_than_stand_out() -> None:
    assert wrap("ab cd " + "e" * 25, 10) == ["ab cd", "eeeeeeeeee", "eeeeeeeeee", "eeeee"]
    assert wrap("1. " + "漢" * 9, 10, 3) == ["1. 漢漢漢", "   漢漢漢", "   漢漢漢"]
    assert wrap("", 10) == []

"""What reaches a screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.content import Problem, render
from tabletop.content.text import clean, suggestion, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "[31mred"),
        ("a\x9b31mb", "a31mb"),
        ("a\u202eb\u2066c", "abc"),
        ("a\tb\r\nc\nd", "a b c d"),
        ("[@click=app.quit]x[/] <b>", "[@click=app.quit]x[/] <b>"),
        ("e\u0301", "é"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("x\ud800y\U000e0041", "xy"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_lines_stay_when_asked() -> None:
    assert clean("a\r\nb\x1b\u2028c", lines=True) == "a\nb\nc"


@given(st.text())
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    for char in clean(text, lines=True):
        assert char == "\n" or not (ord(char) < 32 or 127 <= ord(char) < 160 or 0x202A <= ord(char) <= 0x202E)


def test_width_and_suggestion() -> None:
    assert [width(text) for text in ("abc", "日本", "e\u0301", "◆")] == [3, 4, 1, 1]
    assert suggestion("tensoin", ["tension", "threat"]) == "tension"
    assert suggestion("zzz", ["tension"]) == ""


def test_caret_under_the_exact_word() -> None:
    problem = Problem("E204", "f.yaml", 3, 7, "no", "did you mean “x”?", "  日本: abc # more", 3)
    assert render.one_as_text(problem).splitlines() == [
        "f.yaml:3:7: error E204: no",
        "    日本: abc # more",
        "          ^^^",
        "    hint: did you mean “x”?",
    ]


def test_long_lines_are_cut_around_the_word() -> None:
    problem = Problem("E204", "f", 1, 501, "no", "", "a" * 500 + "WORD" + "b" * 500, 4)
    line, caret = render.excerpt(problem)
    assert line[caret.index("^") : caret.index("^") + 4] == "WORD"
    assert len(line) < 110


@given(excerpt=st.text(max_size=300), column=st.integers(1, 320), length=st.integers(1, 400))
def test_any_excerpt_can_be_shown(excerpt: str, column: int, length: int) -> None:
    problem = Problem("E204", "f", 1, column, excerpt, excerpt, excerpt, length)
    assert "\x1b" not in render.one_as_text(problem)
    json.loads(render.as_json([problem]))
    json.loads(render.as_sarif([problem]))

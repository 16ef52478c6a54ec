"""YAML as authors write it: every trap has one meaning, with libyaml and without."""

from __future__ import annotations

from typing import Any

import pytest

from tabletop.content.reader import read_text

PURE = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


@PURE
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("+5", 5),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("0o17", 15),
        ("0x1F", 31),
        ("0", 0),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1979-12-12", "1979-12-12"),
        ("1,5", "1,5"),
        ("1.0.0", "1.0.0"),
        ('"12"', "12"),
        ("'no'", "no"),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        (".", "."),
        ("- ", [None]),
        ("é😀 日本", "é😀 日本"),
    ],
)
def test_values(text: str, value: Any, pure: bool) -> None:
    document = read_text(f"a: {text}\n" if not text.startswith("- ") else f"a:\n{text}\n", pure=pure)
    assert document.source.problems == []
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


REFUSED = [
    ("E102", b"a: \xe9\n", 1, 4),
    ("E102", "a: 1".encode("utf-16"), 0, 0),
    ("E103", "a: \x1b[31mred\n", 1, 4),
    ("E103", "a: x\x00y\n", 1, 5),
    ("E103", "a: x\u202ey\n", 1, 5),
    ("E103", "a: x\u2066y\n", 1, 5),
    ("E103", "a: x\ufeffy\n", 1, 5),
    ("E103", "a: x\x85y\n", 1, 5),
    ("E103", "a: 1\rb: 2\n", 1, 5),
    ("E104", "a: b: c\n", 1, 5),
    ("E104", 'a: "never closed\nb: 1\n', 1, 4),
    ("E104", "a: [1, 2\n", 1, 4),
    ("E104", "a: @x\n", 1, 4),
    ("E104", "a:\n  b: 1\n c: 2\n", 3, 2),
    ("E104", "a: {when: trust[a, b] < 40}\n", 1, 16),
    ("E105", "a:\n\tb: 1\n", 2, 1),
    ("E105", "a:\n  \tb: 1\n", 2, 3),
    ("E106", "a:\n\u00a0 b: 1\n", 2, 1),
    ("E106", "a:\n \u3000b: 1\n", 2, 2),
    ("E107", "a: &x 1\n", 1, 4),
    ("E107", "a: *x\n", 1, 4),
    ("E108", "<<: {a: 1}\n", 1, 1),
    ("E109", "a: !!str 1\n", 1, 4),
    ("E109", "a: !!python/object/apply:os.system [ls]\n", 1, 4),
    ("E109", "a: ! x\n", 1, 4),
    ("E110", "%YAML 1.1\n---\na: 1\n", 1, 1),
    ("E111", "a: 1\n---\nb: 2\n", 2, 1),
    ("E112", "a: 1\nb: 2\na: 3\n", 3, 1),
    ("E112", "a: 1\n'a': 3\n", 2, 1),
    ("E116", "", 0, 0),
    ("E116", " \n\n", 0, 0),
    ("E116", "# nothing\n", 1, 1),
    ("E118", "a: 012\n", 1, 4),
    ("E118", "a: -07\n", 1, 4),
    ("E119", "? [a]\n: 1\n", 1, 3),
    ("E119", "'': 1\n", 1, 1),
]


@PURE
@pytest.mark.parametrize(("code", "text", "line", "column"), REFUSED)
def test_refused(code: str, text: str | bytes, line: int, column: int, pure: bool) -> None:
    problem = read_text(text, pure=pure).source.problems[0]
    assert (problem.code, problem.line, problem.column) == (code, line, column)


@PURE
def test_byte_order_mark_and_windows_line_ends_are_fine(pure: bool) -> None:
    document = read_text(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  one\r\n  two\r\n", pure=pure)
    assert document.source.problems == []
    assert document.data == {"a": 1, "b": "one\ntwo\n"}
    assert document.root.at("b").problem("E203", "").line == 2


@PURE
@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a: Room #5 is closed", True),
        ("a: We are no #", True),
        ("a: two words # a comment", True),
        ("a: two words  # a comment", False),
        ("a: 3 # turns", False),
        ("a: word # comment", False),
        ("a: 'Room #5'", False),
        ("a: Room#5", False),
        ("- x\n# own line", False),
    ],
)
def test_text_cut_by_a_comment(text: str, cut: bool, pure: bool) -> None:
    assert [problem.code for problem in read_text(text, pure=pure).source.problems] == (["W201"] if cut else [])


@PURE
def test_several_problems_of_one_file_are_told_together(pure: bool) -> None:
    text = "a: &x 1\nb: *x\nb: 012\nc: !t y\n"
    codes = [problem.code for problem in read_text(text, pure=pure).source.problems]
    assert codes == ["E107", "E107", "E118", "E112", "E109"]


@PURE
def test_at_most_twenty_problems_of_a_kind(pure: bool) -> None:
    text = "".join(f"a{n}: 01\n" for n in range(100))
    assert len(read_text(text, pure=pure).source.problems) == 20


POSITIONS = """\
title: plain
when: >-
  tension > 40 and

  threat < 30
quoted: 'it''s turn > 2'
double: "turn > 2"
broken: two
  lines > 2
flow: {a: [1, {b: deep}]}
block: |
  one
    two
"""


@PURE
@pytest.mark.parametrize(
    ("path", "word", "line", "column"),
    [
        (("title",), "plain", 1, 8),
        (("when",), "tension", 3, 3),
        (("when",), "threat", 5, 3),
        (("quoted",), "turn", 6, 16),
        (("double",), "2", 7, 17),
        (("broken",), "lines", 9, 3),
        (("flow", "a", 1, "b"), "deep", 10, 19),
        (("block",), "two", 13, 5),
    ],
)
def test_places_inside_text(path: tuple[str | int, ...], word: str, line: int, column: int, pure: bool) -> None:
    document = read_text(POSITIONS, pure=pure)
    value = document.data
    for step in path:
        value = value[step]
    problem = document.root.at(*path).problem("E401", "", offset=value.index(word))
    assert (problem.line, problem.column) == (line, column)


def test_an_escape_falls_back_to_the_start_of_the_text() -> None:
    document = read_text('a: "\\u0041 > 2"\n')
    assert document.root.at("a").problem("E401", "", offset=4).column == 4


@PURE
def test_places_of_keys_and_values(pure: bool) -> None:
    document = read_text(POSITIONS, pure=pure)
    key = document.root.at("flow", "a").problem("E201", "", key=True)
    assert (key.line, key.column, key.length) == (10, 8, 1)
    assert document.root.at("quoted").problem("E203", "").length == len("'it''s turn > 2'")
    assert document.root.at("nothing", 3).problem("E203", "").line == 1


@pytest.mark.parametrize("text", ["a: 1\n? ", "a:", "a:\n", "a: 1\n? b\n", "- ", "a: [1,\n? ", "?"])
def test_a_value_left_out_at_the_end_is_no_crash(text: str) -> None:
    for pure in (False, True):
        read_text(text, "end.yaml", pure=pure)

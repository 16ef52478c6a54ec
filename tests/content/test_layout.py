"""A line that stands too far in or out, and a quotation mark left open, are told where the slip is, by both parsers."""

from __future__ import annotations

import pytest

from tabletop.content import render
from tabletop.content.reader import read_text

TEXT = "; if it belongs to the text above it, put that text in quotes"

CASES = {
    "one blank too many, after a plain text": (
        "- id: a\n  title: T\n   domain: external\n  escalation: 2\n",
        (3, 4), "this line stands 3 columns in, its neighbours 2", f"indent it like line 2{TEXT}",
    ),
    "one blank too many, after a list in braces": (
        "- id: a\n  features: {urgency: 3, breadth: 1}\n   domain: external\n",
        (3, 4), "this line stands 3 columns in, its neighbours 2", "indent it like line 2",
    ),
    "one blank too many, after a folded text": (
        "- id: a\n  situation: >-\n    The text\n    goes on.\n   domain: external\n",
        (5, 4), "this line stands 3 columns in, its neighbours 2", "indent it like line 2",
    ),
    "one blank too few": (
        "- id: a\n  title: T\n domain: external\n  escalation: 2\n",
        (3, 2), "this line stands 1 column in, its neighbours 2", "indent it like line 2",
    ),
    "part of a text under its key": (
        "- id: a\n  situation: >-\n    The ships came.\n  They passed.\n  briefs:\n    x: y\n",
        (4, 3), "this line stands 2 columns in, no further than “situation:” on line 2, whose text it may be",
        "indent it like line 3; or add the “:” of a new key",
    ),
    "a whole text under its key": (
        "- id: a\n  situation: >-\n  The ships came.\n  They passed.\n  briefs:\n    x: y\n",
        (3, 3), "this line stands 2 columns in, no further than “situation:” on line 2, whose text it may be",
        "indent it further than “situation”, by 4 columns; or add the “:” of a new key",
    ),
    "a key without its colon": (
        "- id: a\n  title T\n  version: 1\n",
        (2, 3), "a line that is neither “key: value” nor part of the text above it",
        "add the “:”, or indent the line further than the key it belongs to",
    ),
    "a colon without its blank": (
        "id: a\ntitle:T\nversion: 1\n", (2, 6), "a blank is missing after the “:”", "write title: …",
    ),
    "the first option too far out": (
        "- id: a\n  options:\n   bilateral: {label: A}\n    multilateral: {label: B}\n    track2: {label: C}\n",
        (3, 4), "this line stands 3 columns in, its neighbours 4", "indent it like line 4",
    ),
    "an option in the middle too far out": (
        "- id: a\n  title: T\n  options:\n    bilateral: {label: A}\n  two: {label: B}\n    three: {label: C}\n",
        (5, 3), "this line stands 2 columns in, its neighbours 4", "indent it like line 4",
    ),
    "an option of several lines too far out": (
        "- id: a\n  title: T\n  options:\n    one: {label: A}\n  two:\n      label: B\n    three: {label: C}\n",
        (5, 3), "this line stands 2 columns in, its neighbours 4", "indent it like line 4",
    ),
    "a key that only looks like one of the block before": (
        "- id: a\n  features:\n    urgency: 3\n  domain: external\n    escalation: 2\n  title: x\n",
        (5, 5), "this line stands 4 columns in, its neighbours 2", f"indent it like line 4{TEXT}",
    ),
    "the first entry of a list too far out": (
        "- id: a\n  discuss:\n  - {label: A}\n    - {label: B}\n    - {label: C}\n",
        (3, 3), "this line stands 2 columns in, its neighbours 4", "indent it like line 4",
    ),
    "an entry too far out": (
        "- id: a\n  discuss:\n    - {label: A}\n   - {label: B}\n    - {label: C}\n  domain: x\n",
        (4, 4), "this line stands 3 columns in, its neighbours 4", "indent it like line 3",
    ),
    "a key beside a dash": (
        "- id: a\n  on_success:\n    - change: {tension: -1}\n     why: b\n",
        (4, 6), "this line stands 5 columns in, its neighbours 6", "indent it like line 3",
    ),
    "between two blocks": (
        "- id: a\n  features:\n    urgency: 3\n   breadth: 2\n    misperception: 3\n",
        (4, 4), "this line stands 3 columns in, its neighbours 4",
        "indent it like line 3, or like line 2 if it belongs there",
    ),
    "the first line of a file": (
        " format: 1\nid: x\ntitle: T\n",
        (1, 2), "this line stands 1 column in, its neighbours 0", "indent it like line 2",
    ),
    "a quotation mark closed by the next one": (
        'id: a\ntitle: "Open\nversion: 1\nmembers:\n  - id: x\n    name: "Foo: bar"\n',
        (2, 8), "a quotation mark is opened here and not closed before the next one, on line 6",
        "close it at the end of this text, or use “ ” inside",
    ),
    "the same in braces": (
        'id: a\nx: {label: "Open, b: 1}\nversion: 1\nmembers:\n  - id: x\n    name: "Foo"\n',
        (2, 12), "a quotation mark is opened here and not closed before the next one, on line 6",
        "close it at the end of this text, or use “ ” inside",
    ),
    "an apostrophe inside": (
        "id: a\ntitle: 'It's open\nversion: 1\n",
        (2, 11), "the quotation ends here, and the text goes on", "inside '…' write an apostrophe twice, or use \"…\"",
    ),
    "a true second colon": (
        "id: a\ntitle: War: the first day\n",
        (2, 11), "a second “:” on one line", "put the text in quotes if it contains “: ”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
@pytest.mark.parametrize("case", CASES)
def test_the_slip_is_told_where_it_is(case: str, pure: bool) -> None:
    text, place, message, hint = CASES[case]
    (problem,) = read_text(text, pure=pure).source.problems
    assert problem.code == "E104"
    assert ((problem.line, problem.column), problem.message, problem.hint) == (place, message, hint)


def test_the_indent_is_seen_where_it_is_the_fault() -> None:
    (problem,) = read_text("- id: a\n  title: T\n   domain: external\n", "f.yaml").source.problems
    assert render.as_text([problem]).split("\n")[1:3] == ["       domain: external", "       ^^^^^^"]


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
def test_far_down_in_a_long_file(pure: bool) -> None:
    text = "".join(f"- id: a{n}\n  title: T\n" for n in range(6_000)) + "- id: b\n  title: T\n   domain: x\n"
    (problem,) = read_text(text, pure=pure).source.problems
    assert (problem.line, problem.message) == (12_003, "this line stands 3 columns in, its neighbours 2")

"""Text made to hurt, in every field that authors and players write: shown as written, and nothing comes to life."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.report.test_page import Page

from tabletop.content.text import clean
from tabletop.report import Report, render
from tabletop.report.markdown import escape

NASTY = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "cdata": "]]> --> </style></svg></title><b>bold</b>",
    "attribute": '" onmouseover="alert(1)" x=\'y',
    "template": "{{ 7*7 }} {% raw %} {# no #} ${7*7}",
    "link": "[click](javascript:alert(1)) ![i](x) <javascript:alert(1)> [r]: x",
    "autolink": "see https://evil.example and www.evil.example <https://evil.example>",
    "emphasis": "*a* _b_ **c** `d` ~~e~~ $f$ ^g^ a\\*b \\",
    "block start": "# no heading",
    "list start": "- no item",
    "number start": "1. no item",
    "quote start": "> no quote",
    "rule": "---",
    "table": "a | b | c",
    "html entity": "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "escape": "a\x1b[31mred\x1b[0m\x1b]0;taken\x07z \x9b31m",
    "bidi": "user\u202egnp.exe\u2066\u2069\u200f",
    "formula": '=HYPERLINK("http://evil","x")',
    "long": "x" * (10_000 if os.environ.get("TABLETOP_PROVE") == "1" else 4_000),
    "wide": "漢字かな交じり文 Ünïcödé Z\u0351\u0363algo",
}
KEPT = {
    "id", "digest", "kind", "level", "seat", "played_by", "tone", "outcome", "grade", "mark", "end", "card", "rule",
    "intent", "state_hash", "rules_version", "session", "date", "status", "by", "strategy",
}  # fmt: skip
"""Words of the program's own, which no author or player writes."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def poisoned(report: Report, text: str) -> Report:
    """The report with `text` in place of everything that somebody writes, keys included."""

    def walk(value: Any, name: str) -> Any:
        if isinstance(value, str):
            return value if name in KEPT else text
        if isinstance(value, list):
            return [walk(one, name) for one in value]
        if isinstance(value, dict):
            plain = name.endswith(("_parts", "_weights")) or name == "headlines"
            names = name in ("tactics", "effort")
            return {
                (f"{text}{k}" if names else key): value[key] if plain else walk(value[key], key)
                for k, key in enumerate(value)
            }
        return value

    return Report.model_validate(walk(report.model_dump(mode="json"), ""))


def squeezed(text: str) -> str:
    return " ".join(clean(text).split())


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_html_shows_it_as_written(report: Report, text: str) -> None:
    page = Page.of(render(poisoned(report, text), "html"))
    page.check_safe()
    assert page.text.count(squeezed(text)) > 100
    assert not CONTROL.search(page.text)
    assert "49" not in page.text or "{{ 7*7 }}" in page.text or text != NASTY["template"]


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_markdown_shows_it_as_written(report: Report, text: str) -> None:
    source = render(poisoned(report, text), "md")
    assert not CONTROL.search(source)
    for flavour in ("commonmark", "gfm-like"):
        made = MarkdownIt(flavour, {"html": True, "linkify": flavour == "gfm-like"}).enable("table").render(source)
        page = Page.of(made)
        allowed = {
            "h1", "h2", "h3", "h4", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "br",
        }  # fmt: skip
        assert {tag for tag, _ in page.tags} <= allowed
        assert all(set(attributes) <= {"style"} for _, attributes in page.tags)
        shown = squeezed(text)
        assert page.text.count(shown) > 100


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_tables_for_programs(report: Report, text: str) -> None:
    made = poisoned(report, text)
    assert json.loads(render(made, "json"))["campaign"]["title"] == text
    rows = list(csv.reader(io.StringIO(render(made, "csv"))))
    assert {len(row) for row in rows} == {8}
    for row in rows[1:]:
        for column in (0, 2, 3, 4, 5, 7):
            assert not row[column].lstrip().startswith(("=", "+", "-", "@"))
            assert not CONTROL.search(row[column])


@pytest.mark.parametrize(
    "text",
    [
        "1) a",
        "12. b",
        "+ c",
        "* d",
        "=== e",
        "    indented",
        "\tindented",
        "```",
        "~~~",
        ": definition",
        "-",
        "+",
        "1.",
    ],
)
def test_a_line_begins_nothing(text: str) -> None:
    made = MarkdownIt("gfm-like", {"linkify": False}).render(escape(text))
    assert made == f"<p>{made.removeprefix('<p>').removesuffix(chr(10)).removesuffix('</p>')}</p>\n"
    assert Page.of(made).text == squeezed(text)


def test_a_note_keeps_its_lines(report: Report) -> None:
    page = Page.of(render(report, "html"))
    assert "We **lost** <b>Corvina</b> here." in page.text
    made = MarkdownIt("commonmark").enable("table").render(render(report, "md"))
    note = next(line for line in made.split("<li>") if "**lost**" in line)
    assert "<br />" in note
    assert "[see](javascript:alert(1))" in note
    assert "<a " not in note


def test_every_field_is_poisoned(report: Report) -> None:
    """The list of kept words is no way around the test: what is kept is short and the program's own."""
    seen: set[str] = set()

    def walk(value: Any, name: str, see: Callable[[str, str], None]) -> None:
        if isinstance(value, str):
            see(name, value)
        elif isinstance(value, dict):
            for key, one in value.items():
                walk(one, key, see)
        elif isinstance(value, list):
            for one in value:
                walk(one, name, see)

    def see(name: str, value: str) -> None:
        if name in KEPT:
            seen.add(name)
            if name not in ("card", "strategy", "by"):
                assert re.fullmatch(r"[A-Za-z0-9 .:-]*", value), (name, value)

    walk(report.model_dump(mode="json"), "", see)
    assert len(seen) > 10

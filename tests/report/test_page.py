"""The HTML page: complete in itself, well formed, told to those who cannot see it, and readable in light and dark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from tabletop.report import Report, render
from tabletop.report.plots import HEAT, plot

VOID = {"meta", "br", "link", "img", "input", "hr"}
SELF_CLOSED = {"line", "rect", "circle", "polyline"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "p", "nav", "ul", "li",
    "main", "section", "b", "br", "span", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure",
    "figcaption", "details", "summary", "svg", "desc", "text", "footer", *SELF_CLOSED,
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "href", "id", "aria-label", "aria-labelledby",
    "aria-hidden", "role", "tabindex", "scope", "viewbox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width",
    "height", "points", "text-anchor",
}  # fmt: skip


@dataclass
class Page(HTMLParser):
    """What a browser would make of the page; fails where tags do not close in order."""

    words: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Page:
        page = cls()
        HTMLParser.__init__(page)
        page.feed(text)
        page.close()
        assert not page.stack
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SELF_CLOSED
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:40]}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data[:40]}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data[:40]}")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def check_safe(self) -> None:
        """Only what the template itself writes, and nothing that loads, runs or leads outside."""
        assert {tag for tag, _ in self.tags} <= TAGS
        for tag, attributes in self.tags:
            assert set(attributes) <= ATTRIBUTES, (tag, attributes)
            if "href" in attributes:
                assert re.fullmatch(r"#[a-z]+", attributes["href"])


@pytest.fixture(scope="module")
def source(report: Report) -> str:
    return render(report, "html")


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page.of(source)


def test_it_loads_nothing_and_runs_nothing(source: str, page: Page) -> None:
    page.check_safe()
    style = source[source.index("<style>") : source.index("</style>")]
    assert not re.search(r"url\(|@import|@font-face|expression\(", style)
    assert "<script" not in source.lower()
    (policy,) = [meta for meta in page.all("meta") if "http-equiv" in meta]
    assert "default-src 'none'" in policy["content"]


def test_headings_names_and_tables_are_told(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-4]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link["href"][1:] in ids
    for labelled in (a["aria-labelledby"] for _, a in page.tags if "aria-labelledby" in a):
        assert labelled in ids
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("table")) == len(page.all("caption")) > 10
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    rows = [tag for tag, _ in page.tags if tag in ("tr", "th", "td")]
    assert all(nxt == "th" for tag, nxt in pairwise(rows) if tag == "tr")


def test_plots_are_told_in_words(source: str, report: Report) -> None:
    drawn = re.findall(r"<svg role=\"img\".*?</svg>", source, re.DOTALL)
    assert len(drawn) == 1 + 10 + 2 + 1
    for svg in drawn:
        assert re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", svg)
    curves, trust = drawn[0], drawn[11]
    for moment in report.timeline:
        assert f"cohesion {moment.cohesion:.1f}, stability {moment.stability:.1f}" in curves
    assert "cohesion floor 35" in curves
    assert "goal 55" in curves
    cells = len(report.seats) * (len(report.seats) - 1)
    assert len(re.findall(r'class="t\d"', trust)) == cells
    assert len(re.findall(r'class="h\d"', trust)) == cells


def test_the_legend_names_only_lines_that_are_drawn(report: Report) -> None:
    drawn = str(plot("indices", report))
    assert 'class="act"' in drawn
    assert "upright lines" in drawn
    first = report.model_copy(update={"turns": report.turns[:1], "timeline": report.timeline[:2]})
    drawn = str(plot("indices", first))
    assert 'class="act"' not in drawn
    assert "upright lines" not in drawn


def test_nothing_is_said_by_colour_alone(source: str) -> None:
    for kind in ("good", "bad"):
        for found in re.findall(rf'<(?:li|p) class="{kind}[^"]*">(.*?)</', source):
            assert 'class="sign"' in found


# ---------------------------------------------------------------- contrast


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


STYLE = (files("tabletop.report") / "templates" / "report.css").read_text(encoding="utf-8")


def themes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    )
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    colours = themes()[theme]
    assert set(colours) == set(themes()["light"])
    for ground in ("ground", "panel"):
        for ink in ("ink", "quiet", "accent", "second", "good", "bad"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for line in ("accent", "second", "bar", "good", "bad"):
        assert contrast(colours[line], colours["ground"]) >= 3, line
    assert contrast(colours["mark"], colours["bar"]) >= 3


def test_the_numbers_in_the_heat_map_can_be_read() -> None:
    fills = dict(re.findall(r"\.h(\d) \{ fill: (#[0-9a-f]{6}); \}", STYLE))
    inks: dict[str, str] = {}
    for names, colour in re.findall(r"((?:svg )?\.t\d(?:, (?:svg )?\.t\d)*) \{ fill: (#[0-9a-f]{6}); \}", STYLE):
        inks |= dict.fromkeys(re.findall(r"\.t(\d)", names), colour)
    assert set(fills) == set(inks) == {str(step) for step in range(HEAT)}
    for step, fill in fills.items():
        assert contrast(fill, inks[step]) >= 4.5, step

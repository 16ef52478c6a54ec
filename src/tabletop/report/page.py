"""The report as one HTML page that is complete in itself: no script, nothing loaded, readable on any screen and on
paper.  Jinja escapes everything that authors and players wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from tabletop.content.text import clean
from tabletop.report.blocks import MARK, Bullets, Figure, Heading, Para, paragraphs
from tabletop.report.facts import Report
from tabletop.report.plots import plot
from tabletop.report.sections import sections, subtitle, title


def html(report: Report) -> str:
    """The whole page."""
    return rendered(
        (templates() / "report.css",), title=title(report), subtitle=subtitle(report),
        sections=sections(report), plot=lambda name: plot(name, report),
    )  # fmt: skip


def templates() -> Traversable:
    """The folder of templates and style sheets."""
    return files("tabletop.report") / "templates"


def rendered(
    styles: Iterable[Traversable], *, template: str = "report.html", tests: Mapping[str, Any] | None = None,
    **parts: Any,
) -> str:  # fmt: skip
    """A page from a template, by default that of all reports, from its parts and style sheets."""
    environment = Environment(
        loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, finalize=_fit, trim_blocks=False,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["paragraphs"] = paragraphs
    environment.tests.update({
        "heading": lambda block: isinstance(block, Heading), "para": lambda block: isinstance(block, Para),
        "bullets": lambda block: isinstance(block, Bullets), "figure": lambda block: isinstance(block, Figure),
        **(tests or {}),
    })  # fmt: skip
    style = "".join(sheet.read_text(encoding="utf-8") for sheet in styles)
    return environment.get_template(template).render(marks=MARK, style=Markup(style), **parts)


def _source(name: str) -> str:
    return (templates() / name).read_text(encoding="utf-8")


def _fit(value: Any) -> Any:
    """Every text without control and direction characters; what is mark-up already is ours."""
    return clean(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value

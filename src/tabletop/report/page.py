"""The report as one HTML page that is complete in itself: no script, nothing loaded, readable on any screen and on
paper.  Jinja escapes everything that authors and players wrote."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from tabletop.content.text import clean
from tabletop.report.blocks import MARK, Bullets, Figure, Heading, Para, paragraphs
from tabletop.report.facts import Report
from tabletop.report.plots import plot
from tabletop.report.sections import sections, subtitle, title


def html(report: Report) -> str:
    """The whole page."""
    folder = files("tabletop.report") / "templates"
    environment = Environment(
        loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, finalize=_fit, trim_blocks=False,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["paragraphs"] = paragraphs
    environment.tests.update({
        "heading": lambda block: isinstance(block, Heading), "para": lambda block: isinstance(block, Para),
        "bullets": lambda block: isinstance(block, Bullets), "figure": lambda block: isinstance(block, Figure),
    })  # fmt: skip
    template = environment.from_string((folder / "report.html").read_text(encoding="utf-8"))
    return template.render(
        title=title(report), subtitle=subtitle(report), sections=sections(report), marks=MARK,
        style=Markup((folder / "report.css").read_text(encoding="utf-8")), plot=lambda name: plot(name, report),
    )  # fmt: skip


def _fit(value: Any) -> Any:
    """Every text without control and direction characters; what is mark-up already is ours."""
    return clean(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value

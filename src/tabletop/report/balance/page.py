"""The balance report as one HTML page: no script, nothing loaded, on any screen and on paper."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from tabletop.report.balance.facts import Balance
from tabletop.report.balance.plots import drawn
from tabletop.report.balance.sections import sections, subtitle, title
from tabletop.report.blocks import MARK, Bullets, Figure, Heading, Para, paragraphs
from tabletop.report.page import _fit


def html(report: Balance) -> str:
    """The whole page."""
    folder = files("tabletop.report") / "templates"
    own = files("tabletop.report.balance") / "templates"
    environment = Environment(
        loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, finalize=_fit, trim_blocks=False,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["paragraphs"] = paragraphs
    environment.tests.update({
        "heading": lambda block: isinstance(block, Heading), "para": lambda block: isinstance(block, Para),
        "bullets": lambda block: isinstance(block, Bullets), "figure": lambda block: isinstance(block, Figure),
    })  # fmt: skip
    source = (folder / "report.html").read_text(encoding="utf-8")
    template = environment.from_string(source)
    style = "".join(path.read_text(encoding="utf-8") for path in (folder / "report.css", own / "balance.css"))
    return template.render(
        title=title(report), subtitle=subtitle(report), sections=sections(report), marks=MARK, style=Markup(style),
        plot=lambda name: drawn(name, report), after="", made="Made by Tabletop from games that it played itself.",
    )  # fmt: skip

"""The balance report as one HTML page: no script, nothing loaded, on any screen and on paper."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from tabletop.report.balance.facts import Balance
from tabletop.report.balance.plots import drawn
from tabletop.report.balance.sections import sections, subtitle, title
from tabletop.report.page import rendered

_CALL: Final = re.compile(r"tabletop (?:run|walk) [^<\n]*")
_OPTION: Final = re.compile(r"--\w+ \S+")
"""A word of a call with its value: browsers would break a line between its two hyphens."""


def html(report: Balance) -> str:
    """The whole page."""
    page = rendered(
        (files("tabletop.report") / "templates" / "report.css",
         files("tabletop.report.balance") / "templates" / "balance.css"),
        title=title(report), subtitle=subtitle(report), sections=sections(report),
        plot=lambda name: drawn(name, report), after="", made="Made by Tabletop from games that it played itself.",
    )  # fmt: skip
    return _CALL.sub(lambda call: _OPTION.sub(r'<span class="whole">\g<0></span>', call[0]), page)

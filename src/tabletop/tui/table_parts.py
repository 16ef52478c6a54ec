"""What lies on a table, and where: the same at home and in a class."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Container, Vertical
from textual.widget import Widget

from tabletop.tui.widgets.alliance import Alliance, Region
from tabletop.tui.widgets.crises import Crises
from tabletop.tui.widgets.indices import Indices
from tabletop.tui.widgets.lens import Lens
from tabletop.tui.widgets.log import Log
from tabletop.tui.widgets.outlook import OutlookPlace


def parts(top: Widget, tabs: Widget, composer: Widget) -> Iterable[Widget]:
    """All of it, from the top line to the lens, with what differs from table to table."""
    yield top
    yield Indices(id="indices")
    yield tabs
    with Container(id="board"):
        with Vertical(id="left"):
            yield Crises(id="crises", classes="panel")
            yield OutlookPlace(id="outlook")
        with Vertical(id="middle"):
            yield Alliance(id="alliance", classes="panel")
            yield Region(id="region", classes="panel")
        yield Log(id="log", classes="panel")
    yield composer
    yield Lens(id="lens")

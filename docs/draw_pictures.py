"""Draw the pictures of the terminal in docs/pictures: python docs/draw_pictures.py [NAME ...]

Each is a screen of a game with known luck, drawn without a terminal and without anybody's settings or sessions.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PICTURES = Path(__file__).with_name("pictures")
SMALL, WIDE = (80, 24), (120, 40)
TURN = ("b", "enter", "enter", "enter")
"""A turn by an agreement, from the table to the next table."""
SCREENS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "home": (SMALL, ()),
    "table": (WIDE, ("enter", *TURN, "b")),
    "table-80": (SMALL, ("enter", "b")),
    "why": (SMALL, ("enter", *TURN, "w", "right")),
    "history": (WIDE, ("enter", *TURN, "m", "enter", "enter", "enter", *TURN, "5")),
    "resolution": (SMALL, ("enter", "b", "enter")),
    "end": (WIDE, ("enter",)),
    "bench": (WIDE, ("c",)),
}
"""Name: size, and the keys from the first screen on; the picture of the end goes on to the last turn."""


_TEXT = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)*)([^<]*?)((?:&#160;)*)</text>')
_CELL = 12.2
"""The width of a cell in the picture."""
_FONT = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace'


def homely(svg: str) -> str:
    """The picture without a font from the net, and with every text where it begins: not all viewers keep blanks."""

    def trim(found: re.Match[str]) -> str:
        x, y, length, rest, before, text, after = found.groups()
        left, right = before.count("&") * _CELL, after.count("&") * _CELL
        return f'x="{float(x) + left:.1f}" y="{y}" textLength="{float(length) - left - right:.1f}"{rest}>{text}</text>'

    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: (?:Fira Code, monospace|arial);", f"font-family: {_FONT};", svg)
    return _TEXT.sub(trim, svg)


def _bench() -> Any:
    """The card bench, with a card that asks for something."""
    from tabletop.tui.bench.screen import Bench
    from tabletop.workbench.alliance import open_path
    from tabletop.workbench.cardbench import CardBench

    opened = open_path("halcyon")
    return Bench(CardBench(opened.authored, card="unequal-treaty", seat="borealis"), opened)


async def draw(name: str) -> str:
    """A screen as SVG."""
    from tabletop.session.desk import Desk
    from tabletop.session.wish import Wish
    from tabletop.tui.app import TabletopApp
    from tabletop.tui.screens.home import Home
    from tabletop.tui.screens.opening import Opening

    size, keys = SCREENS[name]
    desk = Desk(())
    wish = Wish(campaign="halcyon", people=("borealis",), seed=7, level="standard")
    first: Callable[[], Any] = Home if name == "home" else lambda: Opening(lambda: desk.begin(wish))
    app = TabletopApp(desk, _bench if name == "bench" else first)
    async with app.run_test(size=size) as pilot:

        async def settle() -> None:
            await pilot.pause(0.4)
            while len(app.workers):
                await app.workers.wait_for_complete()
                await pilot.pause(0.2)

        await settle()
        for key in keys:
            await pilot.press(key)
            await settle()
        while name == "end" and type(app.screen).__name__ != "End":
            table = type(app.screen).__name__ == "Table"
            await pilot.press(*(("c", "enter") if table else ("enter",)))
            await settle()
        picture = homely(app.export_screenshot(title="Tabletop"))
    desk.close()
    return picture


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SCREENS]
    if unknown:
        print(f"There is no picture “{unknown[0]}”. There are: {', '.join(SCREENS)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(TABLETOP_HOME=home, TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
        for variable in ("NO_COLOR", "TEXTUAL_THEME", "COLORFGBG"):
            os.environ.pop(variable, None)
        for name in names or SCREENS:
            file = PICTURES / f"{name}.svg"
            file.write_text(asyncio.run(draw(name)), encoding="utf-8")
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

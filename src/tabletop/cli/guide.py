"""`tabletop guide`: the pages for players and authors, wherever the program was installed."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from tabletop.cli.exits import Exit
from tabletop.errors import TabletopError, UsageError

_ROW: Final = re.compile(r"\| \[([\w/.-]+)\.md\]\([^)]*\) \| (.+) \|$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop guide`."""
    parser.add_argument("page", nargs="?", metavar="PAGE", help="a page to print, e.g. tutorial; without one: the list")
    parser.add_argument("--path", action="store_true", help="print where the page lies, or the folder of all pages")


def main(args: argparse.Namespace) -> int:
    """List the pages, or print one as it is written."""
    home = folder()
    if args.page is None:
        sys.stdout.write(f"{home}\n" if args.path else _listed(home))
        return Exit.FINE
    file = page(args.page, home)
    sys.stdout.write(f"{file}\n" if args.path else file.read_text(encoding="utf-8"))
    return Exit.FINE


def folder() -> Path:
    """The folder of the pages: inside an installed program, or `docs` of a checkout; `TabletopError` without them."""
    package = Path(__file__).resolve().parent.parent
    for home in (package / "_docs", package.parent.parent / "docs"):
        if (home / "README.md").is_file():
            return home
    raise TabletopError("The pages are not part of this installation.", "Install the program anew.")


def pages(home: Path) -> dict[str, tuple[Path, str]]:
    """Each page by its word, with its file and what it is about: those of the table of contents in its order."""
    rows = map(_ROW.match, (home / "README.md").read_text(encoding="utf-8").splitlines())
    about = {home / f"{row[1]}.md": row[2] for row in rows if row is not None and not row[1].startswith("..")}
    others = [file for file in sorted(home.glob("**/*.md")) if file not in about and file != home / "README.md"]
    return {
        file.parent.name if file.stem == "README" else file.stem: (file, about.get(file) or _heading(file))
        for file in (*about, *others)
        if file.is_file()
    }


def _heading(file: Path) -> str:
    with file.open(encoding="utf-8") as stream:
        return stream.readline().lstrip("# ").strip()


def page(word: str, home: Path) -> Path:
    """The file of a page; raises `UsageError` when there is none of this name."""
    from tabletop.content.text import did_you_mean, shorten

    known = pages(home)
    name = word.strip().lower().removesuffix(".md")
    for place in ("docs/", "author/", "facilitate/"):
        name = name.removeprefix(place)
    if name not in known:
        hint = did_you_mean(name, known, most=0) or "tabletop guide lists them."
        raise UsageError(f"There is no page “{shorten(word)}”.", hint[0].upper() + hint[1:])
    return known[name][0]


def _listed(home: Path) -> str:
    known = pages(home)
    wide = max(map(len, known), default=0)
    rows = [f"{name:<{wide}}  {about}" for name, (_, about) in known.items()]
    return "\n".join([*rows, "", "One of them: tabletop guide PAGE. Where it lies: tabletop guide PAGE --path"]) + "\n"

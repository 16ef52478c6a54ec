"""`tabletop schema`: JSON Schema of what authors write, for editors."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Literal

from tabletop.cli.exits import Exit
from tabletop.cli.streams import say
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.content.library import Found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop schema`."""
    kinds = ("deck", "campaign", "cards", "tests")
    parser.add_argument("kind", choices=kinds, metavar="|".join(kinds), help="of what")
    parser.add_argument(
        "path", nargs="?", metavar="PATH", help="your deck or campaign, to offer its own members, acts, cards and flags"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the schemas into PATH, name them in its files, and set up the editor"
    )


def main(args: argparse.Namespace) -> int:
    """Print a schema, or write those of a pack beside its files."""
    from tabletop.content.schema import gather, schema

    if args.path is None:
        if args.write:
            raise UsageError("--write needs a place.", f"Name your pack: tabletop schema {args.kind} PATH --write")
        _print(schema(args.kind))
        return Exit.FINE
    found, kind = _find(args.path, args.kind, args.library)
    if args.write:
        return _write(found, kind, args)
    _print(schema(args.kind, gather(found, kind, args.library)))
    return Exit.FINE


def _find(path: str, kind: str, folders: list[object]) -> tuple[Found, Literal["deck", "campaign"]]:
    """The deck or campaign at a path; cards and tests belong to whichever is there."""
    from tabletop.content import library
    from tabletop.content.problems import ContentError

    if kind == "campaign":
        return library.find(path, "campaign", folders), "campaign"  # type: ignore[arg-type]
    try:
        return library.find(path, "deck", folders), "deck"  # type: ignore[arg-type]
    except ContentError:
        if kind == "deck":
            raise
        return library.find(path, "campaign", folders), "campaign"  # type: ignore[arg-type]


def _print(made: dict[str, object]) -> None:
    import json

    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def _write(found: Found, kind: Literal["deck", "campaign"], args: argparse.Namespace) -> int:
    from tabletop.content import library
    from tabletop.workbench.start import editors

    if library.shipped() in found.file.resolve().parents and library.shipped().name == "_library":
        raise TabletopError("The shipped decks are not yours to change.", "Copy one first, or begin with tabletop new.")
    done = editors.write(found, kind, args.library)
    for word, names in (("new", done.new), ("changed", done.changed)):
        for name in names:
            sys.stdout.write(f"{word}: {name}\n")
    if not done.new and not done.changed:
        sys.stdout.write("Everything is up to date.\n")
    for note in done.notes:
        say(note)
    sys.stdout.write(
        f"Open {library.shown(found.file.parent)} in an editor with the YAML language server "
        f"(tabletop guide editors). After new members, acts or cards: tabletop schema {args.kind} {args.path} --write\n"
    )
    return Exit.FINE

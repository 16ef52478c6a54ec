"""`tabletop pack`, `verify`, `install` and `upgrade`: content made fit to share, and a stranger's content looked at."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.cli.streams import say
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.workbench.packs.installing import Installed, Outcome
    from tabletop.workbench.packs.making import Made

_SHOWN = 20
"""How many files that stay behind are named."""


def add_pack_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop pack`."""
    parser.add_argument(
        "path", nargs="+", metavar="PATH", help="a campaign or deck: its folder, file or id; each makes a pack"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where to, a file or a folder (default: ID-VERSION.tabletop.zip here)"
    )
    parser.add_argument("--with-decks", action="store_true", help="put in the decks of other packs that it uses, too")
    parser.add_argument("--force", action="store_true", help="write over another file of that name")


def pack_main(args: argparse.Namespace) -> int:
    """Make a pack of each path; 1 when `check` finds an error in one, and then no file is written for it."""
    from tabletop.workbench.packs import making

    folder = args.output is not None and (os.path.isdir(args.output) or args.output.endswith(("/", os.sep)))
    if len(args.path) > 1 and args.output is not None and not folder:
        raise UsageError("Several packs cannot be one file.", "Name a folder with -o, or pack them one by one.")
    code = Exit.FINE
    for path in args.path:
        try:
            made = making.make(path, args.library, with_decks=args.with_decks)
            target = Path(made.name) if args.output is None else Path(args.output, made.name) if folder else None
            where = target or Path(args.output)
            new = making.write(made, where, force=args.force)
        except TabletopError as error:
            for line in error.lines():
                say(line)
            say(f"Nothing is packed of {path}.")
            code = Exit.PROBLEM
            continue
        _packed(made, where, new)
    return code


def _packed(made: Made, where: Path, new: bool) -> None:
    for problem in made.warnings:
        say(problem.one_line())
    for name in made.left[:_SHOWN]:
        say(f"left out: {name}")
    if len(made.left) > _SHOWN:
        say(f"left out: {len(made.left) - _SHOWN} more files")
    about = made.manifest
    count = len(about.files)
    size = f"{count} file{'' if count == 1 else 's'}, {len(made.data):,} bytes{'' if new else ' (as before)'}"
    _tell(f"{where}: {about.label}, {size}")
    for need in about.needs:
        _tell(f"  needs the deck {need.deck} {need.version} or newer (--with-decks puts it in)")
    _tell(f"  digest {about.digest}")
    _tell(f"  Who gets it: tabletop verify {where.name}, then tabletop install {where.name}")


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop verify`."""
    parser.add_argument("file", nargs="+", metavar="FILE", help="a .tabletop.zip file")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def verify_main(args: argparse.Namespace) -> int:
    """Tell of each pack whether it is whole and safe; 0 when all can be installed here."""
    from tabletop.workbench.packs import installing, opening
    from tabletop.workbench.packs.report import report

    fine, told = True, []
    for number, name in enumerate(args.file):
        try:
            pack = opening.open_pack(name)
            here = installing.find(pack.manifest.kind, pack.manifest.id)
            made = report(pack, opening.try_pack(pack, args.library), opening.missing_needs(pack, args.library), here)
        except TabletopError as error:
            fine = False
            told.append({"file": name, "fine": False, "problem": error.message, "next_step": error.next_step})
            for line in [] if args.json else error.lines():
                say(line)
            continue
        fine = fine and made.fine
        told.append({"file": name, **made.as_json()})
        if args.json:
            continue
        if number:
            _tell("")
        for line in made.lines():
            _tell(_wrapped(line))
        for problem in made.tried.errors:
            say(problem.one_line())
        for need in made.lacking:
            say(f"It needs {need}.")
        _tell(f"It can be installed: tabletop install {name}" if made.fine else "It cannot be installed as it is.")
    if args.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    return Exit.FINE if fine else Exit.PROBLEM


def add_install_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop install`."""
    parser.add_argument("file", nargs="*", metavar="FILE", help="a .tabletop.zip file")
    parser.add_argument("--force", action="store_true", help="also over a newer or other one of the same id")
    parser.add_argument("--list", action="store_true", help="list the installed packs, and do nothing else")
    parser.add_argument("--remove", metavar="ID", action="append", default=[], help="take an installed pack out again")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def install_main(args: argparse.Namespace) -> int:
    """Install packs, list them, or take them out."""
    from tabletop.workbench.packs import installing, opening

    if args.list and (args.file or args.remove):
        raise UsageError("--list stands alone.", "Try: tabletop install --list")
    if args.list:
        return _list(installing.installed(), args.json)
    if not args.file and not args.remove:
        raise UsageError("No pack is named.", "Name a .tabletop.zip file, or try --list.")
    done: list[dict[str, Any]] = []
    for name in args.remove:
        for gone in installing.remove(name):
            done.append({"removed": gone.manifest.id, "kind": gone.manifest.kind, "version": gone.manifest.version})
            if not args.json:
                _tell(f"Removed: {gone.manifest.label}. Games begun with it stay stored; install it again to go on.")
    for name in args.file:
        outcome = installing.install(opening.open_pack(name), args.library, force=args.force)
        about = outcome.installed.manifest
        done.append({"installed": about.id, "kind": about.kind, "version": about.version, "new": outcome.new})
        if not args.json:
            _installed(outcome)
    if args.json:
        sys.stdout.write(json.dumps(done, ensure_ascii=True) + "\n")
    return Exit.FINE


def _installed(outcome: Outcome) -> None:
    about = outcome.installed.manifest
    if not outcome.new:
        _tell(f"Installed already: {about.label}.")
    elif outcome.before is not None:
        _tell(f"Installed: {about.label}, in the place of version {outcome.before.version}.")
        _tell("  Games begun with that version go on only while it is installed.")
    else:
        _tell(f"Installed: {about.label}.")
    if outcome.hides:
        _tell(f"  It stands before {outcome.hides} of that id until it is removed:")
        _tell(f"  tabletop install --remove {about.id}")
    if about.kind == "campaign":
        _tell(f"  To play: tabletop play {about.id}")
    else:
        _tell(f"  To use it in a campaign: decks: [{about.id}]; in a deck: extends: {about.id}")


def _list(found: list[Installed], as_json: bool) -> int:
    if as_json:
        rows = [
            {
                "id": one.manifest.id, "kind": one.manifest.kind, "version": one.manifest.version,
                "title": one.manifest.title, "digest": one.manifest.digest, "changed": one.changed,
                "folder": str(one.folder),
            }
            for one in found
        ]  # fmt: skip
        sys.stdout.write(json.dumps(rows, ensure_ascii=True) + "\n")
        return Exit.FINE
    if not found:
        _tell("No packs are installed. tabletop install FILE takes one in.")
        return Exit.FINE
    table = [("PACK", "KIND", "VERSION", "TITLE")]
    for one in found:
        title = one.manifest.title + (" (changed by hand)" if one.changed else "")
        table.append((one.manifest.id, one.manifest.kind, one.manifest.version, title))
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    for row in table:
        _tell("  ".join([*(word.ljust(size) for word, size in zip(row, widths, strict=False)), row[3]]))
    return Exit.FINE


def add_upgrade_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop upgrade`."""
    parser.add_argument("path", nargs="+", metavar="PATH", help="a campaign or deck: its folder, file or id")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


def upgrade_main(args: argparse.Namespace) -> int:
    """Bring files to this program's format, or show the difference; 1 when one cannot be brought there."""
    from tabletop.content.campaign_models import FORMAT
    from tabletop.content.library import shown
    from tabletop.workbench.packs import upgrade

    plans = [plan for path in args.path for plan in upgrade.plans(path, args.library)]
    for plan in plans:
        name = shown(plan.found.file)
        if not plan.changes:
            say(f"{name}: nothing to do, it has format {FORMAT}.")
            continue
        for change in plan.changes if args.dry_run else []:
            _tell(change.diff(), end="")
        keys = sum(change.keys for change in plan.changes)
        count = f"{len(plan.changes)} file{'' if len(plan.changes) == 1 else 's'}, {keys} key{'' if keys == 1 else 's'}"
        if args.dry_run:
            say(f"{name}: from format {plan.format} to {FORMAT}, {count}. Nothing is written (--dry-run).")
            continue
        kept = upgrade.write(plan)
        say(f"{name}: now format {FORMAT}, {count}. The old files are kept: {', '.join(path.name for path in kept)}")
        say(f"Look what is left to do: tabletop check {name}")
    return Exit.FINE


def _wrapped(line: str) -> str:
    return textwrap.fill(line, 100, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _tell(text: str, end: str = "\n") -> None:
    from tabletop.content.text import clean

    sys.stdout.write(clean(text, lines=True) + end)

"""`tabletop sessions`: what is stored, whether it is whole, and moving it elsewhere."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.cli import classes
from tabletop.cli.exits import Exit
from tabletop.cli.streams import say
from tabletop.errors import TabletopError

if TYPE_CHECKING:
    from tabletop.content import Campaign
    from tabletop.session import Store, Summary

EMPTY = "No games are stored yet. tabletop play begins one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop sessions`."""
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    words = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=type(parser))

    def action(word: str, about: str) -> argparse.ArgumentParser:
        child: argparse.ArgumentParser = words.add_parser(
            word, help=about, description=about[0].upper() + about[1:] + "."
        )
        child.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON instead of text")
        child.add_argument(
            "--library", metavar="DIR", dest="own_library", action="append", type=Path, default=argparse.SUPPRESS,
            help="a folder with more decks and campaigns",
        )  # fmt: skip
        return child

    listing = action("list", "list all stored games and classes (the default)")
    listing.add_argument("--classes", action="store_true", help="classes alone")
    action("show", "say what is known of a game or a class").add_argument("session", metavar="SESSION")
    verify = action("verify", "check that games are whole and play to the same end")
    verify.add_argument("session", metavar="SESSION", nargs="*", help="by default all")
    export = action("export", "write a game as one JSON Lines file, or a class with its games as one zip file")
    export.add_argument("session", metavar="SESSION")
    export.add_argument("-o", "--output", metavar="FILE", default="-", help="where to (default: standard output)")
    action("import", "check and store an exported game or class").add_argument(
        "file", metavar="FILE", help="- reads standard input"
    )
    fork = action("fork", "make a new game that is the same up to a turn")
    fork.add_argument("session", metavar="SESSION")
    fork.add_argument("turn", metavar="TURN", type=int, help="the turn that is played anew")
    recover = action("recover", "make a new game of what is whole of a damaged one; the old file is kept")
    recover.add_argument("session", metavar="SESSION")
    delete = action("delete", "delete games for good; a class with its games and the names of its people")
    delete.add_argument("session", metavar="SESSION", nargs="+")
    delete.add_argument("--yes", action="store_true", help="do not ask")


def main(args: argparse.Namespace) -> int:
    """Do what is asked of the stored games."""
    from tabletop.session import Store

    args.library = [*(getattr(args, "library", None) or ()), *(getattr(args, "own_library", None) or ())]
    work: dict[str, Callable[[Store, argparse.Namespace], int]] = {
        "list": _list, "show": _show, "verify": _verify, "export": _export, "import": _import, "fork": _fork,
        "recover": _recover, "delete": _delete,
    }  # fmt: skip
    return work[args.action or "list"](Store(), args)


def _list(store: Store, args: argparse.Namespace) -> int:
    found, alone = store.list(), getattr(args, "classes", False)
    if args.json and not alone:
        return _json([summary.as_json() for summary in found])
    rooms = classes.all_of(store, found)
    if args.json:
        return _json([room.as_json() for room in rooms])
    if alone and not rooms:
        return _tell("No classes are stored. tabletop host begins one.")
    if not found and not rooms:
        return _tell(EMPTY)
    if found and not alone:
        rows = [("SESSION", "CAMPAIGN", "LEVEL", "WHERE", "LAST PLAYED")]
        rows += [
            (s.id, s.title or s.campaign, s.level, _where(s), s.updated.replace("T", " ").rstrip("Z")) for s in found
        ]
        _table(rows)
        if rooms:
            _tell("")
    if rooms:
        _table(classes.rows(rooms))
    return Exit.FINE


def _table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        _tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _show(store: Store, args: argparse.Namespace) -> int:
    if _is_class(store, args.session):
        data, told, whole = classes.facts_of(store, args.session)
        if args.json:
            _json(data)
        else:
            for label, value in told:
                _tell(f"{label + ':':13}{value}")
        return Exit.FINE if whole else Exit.PROBLEM
    summary = store.show(args.session)
    path = str(store.path(args.session))
    if args.json:
        _json({**summary.as_json(), "path": path})
    elif summary.state == "damaged":
        _tell(f"{summary.id}: {summary.problem}")
    else:
        people = ", ".join(summary.people) or "nobody: all seats are minds"
        for label, value in (
            ("session", summary.id), ("campaign", f"{summary.title} ({summary.campaign})"), ("level", summary.level),
            ("people", people), ("where", _where(summary)), ("commands", str(summary.commands)),
            ("begun", summary.created), ("last played", summary.updated), ("class", summary.classroom), ("file", path),
        ):  # fmt: skip
            if value:
                _tell(f"{label + ':':13}{value}")
    return Exit.PROBLEM if summary.state == "damaged" else Exit.FINE


def _where(summary: Summary) -> str:
    if summary.state == "damaged":
        return "damaged"
    place = f"over: {summary.outcome}" if summary.outcome else f"turn {summary.turn}"
    place = f"{place}, of a class" if summary.classroom else place
    return f"{place}, in use" if summary.state == "in use" else place


def _is_class(store: Store, name: str) -> bool:
    return store.has_class(name) and not store.path(name).is_file()


def _verify(store: Store, args: argparse.Namespace) -> int:
    names = args.session or store.names()
    found: list[dict[str, Any]] = []
    for name in names:
        try:
            checked = store.verify(name, _campaign(store, name, args))
        except TabletopError as error:
            found.append({"id": name, "fine": False, "problem": error.message, "next_step": error.next_step})
            if not args.json:
                for line in error.lines():
                    say(line)
        else:
            found.append({
                "id": name, "fine": True, "commands": checked.commands, "turn": checked.turn,
                "outcome": checked.outcome or None, "state_hash": checked.state_hash,
            })  # fmt: skip
            if not args.json:
                _tell(
                    f"{name}: whole, {checked.commands} commands, turn {checked.turn}, state {checked.state_hash[:16]}"
                )
    if args.json:
        _json(found)
    elif not names:
        _tell(EMPTY)
    return Exit.FINE if all(one["fine"] for one in found) else Exit.PROBLEM


def _export(store: Store, args: argparse.Namespace) -> int:
    from tabletop.session import export

    if _is_class(store, args.session):
        classes.export(store, args.session, args.output, args.library)
        what = {"id": args.session, "file": args.output}
        there = f"There: tabletop sessions import {Path(args.output).name}, then tabletop host --resume."
        return _said(args, what, f"The class {args.session} is written to {args.output}. {there}")
    lines = list(export(store, args.session, args.library))
    if args.output == "-":
        for line in lines:
            sys.stdout.write(line + "\n")
        return Exit.FINE
    target = Path(args.output)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise TabletopError(
            f"The export cannot be written to {args.output}: {error.strerror}.", "Name another file with -o."
        ) from error
    return _said(args, {"id": args.session, "file": args.output}, f"{args.session} is written to {args.output}.")


def _import(store: Store, args: argparse.Namespace) -> int:
    from tabletop.session import import_session

    if args.file != "-" and zipfile.is_zipfile(args.file):
        return _import_class(store, args)
    try:
        text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise TabletopError(f"{args.file} cannot be read: {why}.", "Name an exported session.") from error
    name = import_session(store, text.split("\n"), args.library)
    return _said(args, {"id": name}, f"Stored as {name}. To go on: tabletop resume {name}")


def _import_class(store: Store, args: argparse.Namespace) -> int:
    """A whole class, as its console or `export` wrote it."""
    name = classes.take_in(store, args.file, args.library)
    return _said(args, {"id": name}, f"Stored as the class {name}. To go on: tabletop host --resume {name}")


def _fork(store: Store, args: argparse.Namespace) -> int:
    name = store.fork(args.session, args.turn, _campaign(store, args.session, args))
    return _said(args, {"id": name, "turn": args.turn}, f"Stored as {name}. To go on: tabletop resume {name}")


def _recover(store: Store, args: argparse.Namespace) -> int:
    name, count = store.recover(args.session, library=args.library)
    classroom = store.show(name).classroom
    on = f"host --resume {classroom}" if classroom else f"resume {name}"
    kept = f"{count} commands are whole; stored as {name}. The old file is kept beside it."
    return _said(args, {"id": name, "commands": count}, f"{kept} To go on: tabletop {on}")


def _delete(store: Store, args: argparse.Namespace) -> int:
    wanted = list(dict.fromkeys(args.session))
    rooms = [name for name in wanted if _is_class(store, name)]
    games = [name for name in wanted if name not in rooms]
    for name in games:
        store.known(name)
    if not args.yes and sys.stdin is not None and sys.stdin.isatty():
        asked = [*games, *(classes.doomed(store, name) for name in rooms)]
        print(f"Delete {', '.join(asked)} for good? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            say("Nothing was deleted.")
            return Exit.PROBLEM
    for name in games:
        store.delete(name)
    told = [*games, *(classes.delete(store, name) for name in rooms)]
    return _said(args, {"deleted": wanted}, f"Deleted: {', '.join(told)}.")


def _campaign(store: Store, name: str, args: argparse.Namespace) -> Campaign:
    from tabletop.session.table import campaign_of

    header, _, facts = store.read(name)
    return campaign_of(header, facts, args.library)


def _said(args: argparse.Namespace, data: dict[str, Any], text: str) -> int:
    return _json(data) if args.json else _tell(text)


def _json(data: Any) -> int:
    sys.stdout.write(json.dumps(data, ensure_ascii=True) + "\n")
    return Exit.FINE


def _tell(text: str) -> int:
    from tabletop.content.text import clean

    sys.stdout.write(clean(text) + "\n")
    return Exit.FINE

"""The door: it reads the words of the call, opens the room that is asked for, and says what went wrong.

Each command lives in a module of this package with two functions, `add_arguments(parser)` and `main(args) -> int`.
A module is imported when its command is called, not before: `tabletop --help` loads neither Textual nor NumPy.
"""

from __future__ import annotations

import argparse
import difflib
import errno
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from tabletop import __version__
from tabletop.cli.exits import Exit
from tabletop.cli.streams import abandon_stdout, flush, prepare, say
from tabletop.errors import TabletopError, UsageError

__all__ = ["COMMANDS", "Command", "Exit", "build_parser", "main"]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its word, what `--help` says about it, and where its arguments and its work are defined."""

    word: str
    summary: str
    module: str
    arguments: str = "add_arguments"
    work: str = "main"
    library: bool = False
    """Whether it looks for content, and so takes `--library`."""

    def attribute(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(importlib.import_module(self.module), name)
        return found


COMMANDS: tuple[Command, ...] = (
    Command("play", "play a game in the terminal", "tabletop.cli.play", library=True),
    Command("resume", "go on where a game stopped", "tabletop.cli.play", "add_resume_arguments", "resume_main", True),
    Command("run", "play one whole game without a screen", "tabletop.cli.run", library=True),
    Command("check", "list every problem of decks and campaigns", "tabletop.cli.check", library=True),
    Command("explain", "say what a code means", "tabletop.cli.check", "add_explain_arguments", "explain_main"),
    Command("guide", "read the pages for players and authors", "tabletop.cli.guide"),
    Command("walk", "play a campaign thousands of times, and say what was met", "tabletop.cli.walk", library=True),
    Command("why", "say why a card came, or did not", "tabletop.cli.why", library=True),
    Command("lab", "play-test a campaign, and say how it is balanced", "tabletop.cli.lab", library=True),
    Command(
        "whatif", "a game beside the one that would have been, on the same luck", "tabletop.cli.whatif", library=True
    ),
    Command("preview", "see, tweak and try cards live", "tabletop.cli.preview", library=True),
    Command("test", "run an author's own tests", "tabletop.cli.trials", library=True),
    Command("new", "begin a deck or campaign", "tabletop.cli.new"),
    Command("schema", "JSON Schema of decks and campaigns, for editors", "tabletop.cli.schema", library=True),
    Command(
        "pack",
        "put a deck or campaign into one file to share",
        "tabletop.cli.packs",
        "add_pack_arguments",
        "pack_main",
        True,
    ),
    Command("install", "take a pack into the library", "tabletop.cli.packs", "add_install_arguments", "install_main"),
    Command(
        "verify", "look whether a pack is whole and safe", "tabletop.cli.packs", "add_verify_arguments", "verify_main"
    ),
    Command(
        "upgrade",
        "bring content to this program's format",
        "tabletop.cli.packs",
        "add_upgrade_arguments",
        "upgrade_main",
        True,
    ),
    Command("host", "run a class on this network", "tabletop.cli.host", library=True),
    Command("join", "take a seat in a class from this terminal", "tabletop.cli.join"),
    Command("sessions", "list, inspect, copy and delete stored games", "tabletop.cli.sessions", library=True),
    Command("report", "write down what happened in a game, and why", "tabletop.cli.report", library=True),
)

HOME = Command("", "the home screen", "tabletop.cli.play", work="home_main", library=True)

_EPILOG = """\
without a command: the home screen

first steps:
  tabletop play halcyon-tutorial  learn the game in ten minutes
  tabletop play halcyon           a whole campaign
  tabletop --plain                line by line, for screen readers and slow links
  tabletop COMMAND --help         everything a command can do

TABLETOP_HOME    folder of sessions and settings
TABLETOP_LIBRARY folders with more decks and campaigns
"""


class _Parser(argparse.ArgumentParser):
    """Argparse with our manners: one line for a mistake, with the next step; arguments added when they are needed."""

    load: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.load is not None:
            load, self.load = self.load, None
            load(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        message = message.rstrip(".")
        end = "" if message.endswith("?") else "."
        say(f"{self.prog}: {message}{end} Try: {self.prog} --help")
        raise SystemExit(Exit.USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Argparse would swallow that the disk is full or the reader gone; the door has an answer for both."""
        if message:
            (file or sys.stderr).write(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Name the nearest word; argparse would print the whole list the way Python writes it."""
        choices = list(action.choices or ())
        if not choices or value in choices:
            return
        words = [str(choice) for choice in choices]
        near = difflib.get_close_matches(str(value), words, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there is {_listed(words)}"
        if isinstance(action, argparse._SubParsersAction):
            raise argparse.ArgumentError(None, f'no command "{value}"; {hint}')
        raise argparse.ArgumentError(action, f'not "{value}"; {hint}')


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar. A command's own arguments are added when it is called, so that building this costs nothing."""
    parser = _Parser(
        prog="tabletop",
        description="Alliance diplomacy at the table: trust, quarrels and common danger, for one person or a class.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tabletop {__version__}")
    _add_library(parser, "outer_library")
    parser.add_argument("--plain", dest="outer_plain", action="store_true", help="line by line, without screens")
    words = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Parser)
    for command in COMMANDS:
        child = words.add_parser(
            command.word,
            help=command.summary,
            description=command.summary[0].upper() + command.summary[1:] + ".",
            allow_abbrev=False,
        )
        child.load = _loader(command)
    return parser


def _loader(command: Command) -> Callable[[argparse.ArgumentParser], None]:
    def load(parser: argparse.ArgumentParser) -> None:
        command.attribute(command.arguments)(parser)
        if command.library and "--library" not in parser._option_string_actions:
            _add_library(parser, "library")

    return load


def _add_library(parser: argparse.ArgumentParser, destination: str) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        dest=destination,
        action="append",
        type=Path,
        help="a folder with more decks and campaigns; may be given several times",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. `argv`: the words after the program's name; by default sys.argv."""
    prepare()
    # Looking for Pydantic's plug-ins among all installed packages takes longer than checking a campaign.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # No rule multiplies matrices: NumPy's linear algebra would start threads that wait for work on every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        try:
            code = _run(argv)
        except SystemExit as leaving:
            code = _left(leaving)
        flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        abandon_stdout()
        return Exit.FINE  # `tabletop run … | head` got what it wanted
    except TabletopError as error:
        return _told(error)
    except Exception as error:
        return _failed(error)
    return code


def _run(argv: Sequence[str] | None) -> int:
    args = build_parser().parse_args(argv)
    args.library = [*(args.outer_library or ()), *(getattr(args, "library", None) or ())]
    plain, args.plain = args.outer_plain, args.outer_plain or getattr(args, "plain", False)
    del args.outer_library, args.outer_plain
    if args.command is None:
        return int(HOME.attribute(HOME.work)(args))
    if plain and args.command not in ("play", "resume", "preview", "join"):
        raise UsageError(f"--plain belongs to a game, not to {args.command}.", f"Leave it out: tabletop {args.command}")
    command = next(known for known in COMMANDS if known.word == args.command)
    return int(command.attribute(command.work)(args))


def _told(error: TabletopError) -> int:
    """A mistake that a person can mend: said in its own words."""
    for line in error.lines():
        say(line)
    return error.exit_code


def _left(leaving: SystemExit) -> int:
    """Argparse leaves this way after `--help` and after a mistake that it has already told."""
    if leaving.code is None or isinstance(leaving.code, int):
        return leaving.code or Exit.FINE
    say(str(leaving.code))
    return Exit.PROBLEM


_MACHINE = {
    errno.ENOSPC,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENOTDIR,
    getattr(errno, "EDQUOT", errno.ENOSPC),
}
"""What the machine refuses and no programmer can mend: full, read-only or forbidden places."""


def _failed(error: Exception) -> int:
    """What nobody foresaw: a place that cannot be written is the machine's fault, the rest is ours and logged."""
    if isinstance(error, OSError) and error.errno in _MACHINE:
        place = error.filename if error.filename is not None else "standard output"
        abandon_stdout()
        say(f"{place}: {error.strerror}. Free it, or choose another place (TABLETOP_HOME moves sessions and settings).")
        return Exit.PROBLEM
    from tabletop.cli.crash import report

    return report(error)

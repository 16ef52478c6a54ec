"""Stored games of other versions: upgraded step by step, or refused in plain words; never misread.

A save is a header and a list of commands as plain data.  `FORMAT` counts changes of that form, and every older form
has one function that turns it into the next.  Rules and content have no such steps: what was played by other rules, or
on other cards, would be another game.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import shorten
from tabletop.game.commands import STEPS, Command
from tabletop.game.errors import GameError, SaveError
from tabletop.game.game import SEED_LIMIT, Game
from tabletop.rules import RULES_VERSION
from tabletop.rules.optional import OPTIONS
from tabletop.rules.vocabulary import Level

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign

FORMAT: Final = 2
"""The newest form of saves that this program writes and reads: optional rules in the header (``options``), and the
commands pledge, stand, inject and overrule."""
PLAIN: Final = 1
"""The form of a game that has none of these.  Nothing else differs, so it is written and read as it always was, and
older programs read it too."""

Save = tuple[dict[str, Any], list[dict[str, Any]]]
Step = Callable[[dict[str, Any], list[dict[str, Any]]], Save]

_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")

UPGRADES: Final[dict[int, Step]] = {}
"""From each format before `PLAIN` to the next."""

RULES_KEPT: Final = frozenset({RULES_VERSION})
"""Rules versions whose games play out the same by the present rules."""


def upgrade(
    header: Mapping[str, Any], commands: Iterable[Mapping[str, Any]], *, current: int = FORMAT,
    steps: Mapping[int, Step] | None = None,
) -> Save:  # fmt: skip
    """The save in a format of the present, `PLAIN` or `FORMAT`.

    Raises `SaveError` for one that is newer, or so old that no step leads here.
    """
    chain = UPGRADES if steps is None else steps
    head, rows = dict(header), [dict(row) for row in commands]
    found = head.get("format")
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise SaveError("The save does not say which format it has.", "It is damaged, or not a Tabletop session.")
    if found > current:
        raise SaveError(
            f"The save has format {found}; this program reads up to {current}.", "Open it with a newer Tabletop."
        )
    while found < (PLAIN if steps is None else current):
        step = chain.get(found)
        if step is None:
            raise SaveError(
                f"The save has format {found}, which this program no longer reads.", "Open it with an older Tabletop."
            )
        head, rows = step(head, rows)
        found += 1
        head["format"] = found
    return head, rows


def form_of(game: Game) -> int:
    """The oldest format that can hold a game, so that an older program refuses what it would not understand."""
    return FORMAT if game.optional or any(command.kind in STEPS for command in game.commands) else PLAIN


def check_header(header: Mapping[str, Any]) -> None:
    """Raise `SaveError` unless the header has every field in its proper form."""
    wanted = {"campaign": str, "digest": str, "level": str, "seed": int, "people": list, "rules_version": str}
    for name, kind in wanted.items():
        value = header.get(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise SaveError(f"The save's header has no proper “{name}”.", "It is damaged, or not a Tabletop session.")
    if not _ID.fullmatch(header["campaign"]):
        # A name that is a path would make the program read whatever file a stranger's export points to.
        raise SaveError("The save's header names no campaign.", "It is damaged, or not a Tabletop session.")
    if header["level"] not in Level.words():
        raise SaveError(
            f"The save's level “{shorten(header['level'])}” is unknown.", f"Known: {', '.join(Level.words())}."
        )
    if not 0 <= header["seed"] < SEED_LIMIT or not all(isinstance(name, str) for name in header["people"]):
        raise SaveError("The save's header is damaged.", "Import it again from where it came.")
    played_with = header.get("options", [])
    if not isinstance(played_with, list) or not all(isinstance(name, str) for name in played_with):
        raise SaveError("The save's header has no proper “options”.", "It is damaged, or not a Tabletop session.")
    strange = [name for name in played_with if name not in OPTIONS]
    if strange:
        raise SaveError(
            f"The game is played with the optional rule “{shorten(strange[0])}”, which this program does not know.",
            "Open it with a newer Tabletop.",
        )


def check_rules(header: Mapping[str, Any]) -> None:
    """Raise `SaveError` when the game was played by rules under which it would come out otherwise."""
    version = header["rules_version"]
    if version not in RULES_KEPT:
        raise SaveError(
            f"The game was played by rules {shorten(version)}; this program plays by {RULES_VERSION}.",
            f"Open it with the Tabletop whose rules are {shorten(version)}.",
        )


def check_content(header: Mapping[str, Any], campaign: Campaign) -> None:
    """Raise `SaveError` when the campaign is not the one that was played; its words may have changed, no more."""
    if header["campaign"] != campaign.id:
        raise SaveError(
            f"The game belongs to the campaign “{shorten(header['campaign'])}”, not to “{campaign.id}”.",
            "Name the campaign it was played on.",
        )
    if not fits(header, campaign):
        raise SaveError(
            f"The campaign “{campaign.id}” has changed since this game was played: "
            f"then {shorten(header['digest'], 12)}, now {campaign.digest[:12]}….",
            "Find the version it was played on and name its folder with --library.",
        )


def fits(header: Mapping[str, Any], campaign: Campaign) -> bool:
    """Whether a stored game comes out the same on a campaign: it is the one played, or differs in words alone.

    Games stored before there was a digest of the rules fit the very campaign only.
    """
    if header.get("digest") == campaign.digest:
        return True
    return header.get("campaign") == campaign.id and header.get("rules_digest") == campaign.rules_digest


def restore(header: Mapping[str, Any], commands: Iterable[Mapping[str, Any]], campaign: Campaign) -> Game:
    """Play a stored game again, in whatever format it is.

    Raises `SaveError` when its format, rules or content are not this program's, or when a command does not follow.
    """
    head, rows = upgrade(header, commands)
    check_header(head)
    check_rules(head)
    check_content(head, campaign)
    parsed = []
    for number, row in enumerate(rows):
        try:
            parsed.append(Command.parse(row))
        except GameError as error:
            raise SaveError(f"Command {number} is damaged: {error.message}", error.next_step) from error
    game = Game.replay(
        campaign, head["seed"], parsed, level=head["level"], people=head["people"], optional=head.get("options", ()),
    )  # fmt: skip
    game.reworded = head["digest"] != campaign.digest
    return game

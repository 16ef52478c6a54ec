"""What has been done and is about to be stored, for one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.session.journal import Journal


class Staged:
    """Commands, events and facts that go to one journal in one piece."""

    def __init__(self, journal: Journal | None) -> None:
        assert journal is not None, "a class is always kept"
        self.journal = journal
        self.commands: list[Mapping[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.facts: dict[str, Any] = {}

    def store(self, game: Game | None) -> None:
        """On return it is on the disk; raises `StorageError`, and then none of it is."""
        from tabletop.session.store import progress

        come = progress(game) if game is not None and self.commands else None
        self.journal.append(self.commands, come, events=self.events, facts=self.facts)

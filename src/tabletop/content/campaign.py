"""A campaign that has passed every check: what authors wrote, ready to play at any level."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import PrivateAttr

from tabletop.content.campaign_models import CampaignFile
from tabletop.content.card_models import Card

if TYPE_CHECKING:
    from tabletop.content.compile import Blueprint
    from tabletop.content.linking import Links
    from tabletop.content.problems import Problem
    from tabletop.rules.tables import Tables
    from tabletop.rules.vocabulary import Level

_CACHE: Final = 64
"""Compiled tables kept for one campaign: a sweep over a parameter should not hold every table it ever made."""


class Campaign(CampaignFile):
    """The authors' campaign (frozen), with its cards, digest, warnings and compiled tables.

    Made by `tabletop.content.load_campaign` only: the fields alone are not enough to play.
    """

    _blueprint: Blueprint | None = PrivateAttr(None)
    _deck: Mapping[str, Card] = PrivateAttr(default_factory=dict)
    _problems: tuple[Problem, ...] = PrivateAttr(())
    _digest: str = PrivateAttr("")
    _rules_digest: str = PrivateAttr("")
    _tables: dict[object, Tables] = PrivateAttr(default_factory=dict)

    @property
    def deck(self) -> Mapping[str, Card]:
        """All cards by id, in the order of the compiled tables."""
        return self._deck

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings found while loading (errors prevent loading)."""
        return self._problems

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over the canonical JSON of everything the authors wrote, cards included."""
        if not self._digest and self._blueprint is not None:
            self._digest = _digest(self, self._deck)
        return self._digest

    @property
    def rules_digest(self) -> str:
        """SHA-256, in hex, over the compiled tables of all levels: it stays while only words change.

        Games of campaigns that share it come out the same from the same choices.
        """
        if not self._rules_digest:
            from tabletop.content.fingerprint import rules_digest
            from tabletop.rules.vocabulary import Level

            self._rules_digest = rules_digest(self.tables(level) for level in Level)
        return self._rules_digest

    def tables(self, level: Level, overrides: Mapping[str, float] | None = None) -> Tables:
        """The compiled campaign at a level.

        `overrides` are parameters in whole units (``{"start_tension": 50}``) on top of the campaign's own.  Raises
        `tabletop.rules.parameters.ParameterError` for one that does not exist or is out of range.
        """
        if self._blueprint is None:
            raise TypeError("load a campaign with tabletop.content.load_campaign")
        key = (level, tuple(sorted((overrides or {}).items())))
        if key not in self._tables:
            if len(self._tables) >= _CACHE:
                self._tables.pop(next(iter(self._tables)))
            self._tables[key] = self._blueprint.tables(level, overrides or {})
        return self._tables[key]

    @property
    def links(self) -> Links:
        """Its conditions by where they stand; see `tabletop.content.clauses`.

        They stay where the campaign was loaded: a copy sent to another process raises ``TypeError``.
        """
        if self._blueprint is None or self._blueprint.links is None:
            raise TypeError("load a campaign with tabletop.content.load_campaign")
        return self._blueprint.links

    def member(self, name: str) -> int:
        """A member's number at the table, by id; raises ``KeyError``."""
        for index, member in enumerate(self.members):
            if member.id == name:
                return index
        raise KeyError(name)

    def bind(self, blueprint: Blueprint, deck: Mapping[str, Card], problems: list[Problem]) -> None:
        """Attach what loading found; called once, by the loader."""
        self._blueprint = blueprint
        self._deck = dict(deck)
        self._problems = tuple(problems)
        self._digest = self._rules_digest = ""


def _digest(campaign: Campaign, deck: Mapping[str, Card]) -> str:
    whole = {
        "campaign": campaign.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"ignore"}),
        "cards": [
            card.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"ignore"}) for card in deck.values()
        ],
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()

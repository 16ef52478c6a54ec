"""What authors write: campaigns, decks and cards in YAML, checked, explained and compiled to the rules' tables.

Names are imported when first used, so that a command which reads no content does not pay for the models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.checking import check_paths, load_campaign
    from tabletop.content.concepts import load_concepts
    from tabletop.content.library import CampaignCard, find_campaigns
    from tabletop.content.problems import ContentError, Problem

__all__ = [
    "Campaign", "CampaignCard", "ContentError", "Problem", "check_paths", "find_campaigns", "load_campaign",
    "load_concepts",
]  # fmt: skip

_HOMES = {
    "Campaign": "campaign", "CampaignCard": "library", "ContentError": "problems", "Problem": "problems",
    "check_paths": "checking", "find_campaigns": "library", "load_campaign": "checking", "load_concepts": "concepts",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)

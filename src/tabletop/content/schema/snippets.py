"""What an editor offers to insert: a card, an effect, an option, a follow-up, each ready to be filled in."""

from __future__ import annotations

from typing import Any, Final

Snippets = list[dict[str, Any]]

_CARD_BODY: Final = {
    "id": "${1:new-card}",
    "title": "${2:What players read}",
    "domain": "${3|external,internal,transnational|}",
    "escalation": 2,
    "features": {"urgency": 2, "breadth": 2, "misperception": 2, "sensitivity": 2, "enforcement": 2},
    "situation": "${4:What has happened, in a few neutral sentences.}",
}
_CHANGE: Final = {"change": {"tension": "^${1:-2}"}, "why": "${2:The reason that players read}"}
CARD: Final[Snippets] = [{"label": "a card", "description": "A crisis with all that it needs.", "body": _CARD_BODY}]
FIRST_CARD: Final[Snippets] = [{**CARD[0], "label": "a new card"}]
EFFECT: Final[Snippets] = [
    {"label": "change: points", "description": "Changes a variable.", "body": _CHANGE},
    {"label": "change: trust between two", "description": "Changes the trust of two members.",
     "body": {"change": {"trust": "^${1:-3}"}, "between": ["${2:one}", "${3:other}"], "why": "${4:The reason}"}},
    {"label": "set: a flag", "description": "Remembers that something happened.",
     "body": {"set": {"flag": "${1:name}"}}},
    {"label": "queue: a card", "description": "Calls a card some turns later.",
     "body": {"queue": {"card": "${1:card}", "after": "^${2:1}"}}},
]  # fmt: skip
OPTION: Final[Snippets] = [
    {"label": "an option", "description": "What a strategy is called on this card, and what comes of it.",
     "body": {"label": "${1:What it is called}", "on_success": [_CHANGE]}},
]  # fmt: skip
FOLLOW_UP: Final[Snippets] = [
    {"label": "a follow-up", "description": "A card that comes when this one fails.",
     "body": {"card": "${1:card}", "after": "^${2:2}", "if": "${3|failed,resolved,outbreak,dealt|}"}},
]  # fmt: skip
OF_MODELS: Final[dict[str, Snippets]] = {"Card": CARD, "Effect": EFFECT, "Option": OPTION, "FollowUp": FOLLOW_UP}
"""What is offered for a whole mapping, by the name of its model."""

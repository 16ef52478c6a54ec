"""All verbs, registered."""

from __future__ import annotations


def load() -> None:
    """Import every module that registers verbs; once."""
    from tabletop.host.room import (  # noqa: F401
        verbs_change,
        verbs_lead,
        verbs_note,
        verbs_people,
        verbs_play,
        verbs_talk,
    )

"""Different minds at one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

from tabletop.game.batchview import BatchView
from tabletop.minds.luck import MindLuck
from tabletop.rules.choices import Choices

Mind = Callable[[BatchView, MindLuck], Choices]
"""A mind decides for every seat of every game at once.

It is handed what the seats may see (`BatchView`: arrays whose last axis is the game; row i of `weights` belongs to
seat i alone) and the turn's luck, and returns `Choices`, int32 [N, B] each.  The same view and luck must always give
the same choices.
"""


def seated(minds: Mapping[int, Mind], default: Mind) -> Mind:
    """A mind in which the seats named by their number choose as their own mind does, and all others as `default`."""

    def mixed(view: BatchView, luck: MindLuck) -> Choices:
        own = {seat: mind for seat, mind in minds.items() if 0 <= seat < view.members}
        chosen = default(view, luck).copy()
        asked: dict[int, Choices] = {}
        for seat, mind in own.items():
            if id(mind) not in asked:
                asked[id(mind)] = mind(view, luck)
            for f in fields(Choices):
                getattr(chosen, f.name)[seat] = getattr(asked[id(mind)], f.name)[seat]
        return chosen

    return mixed

"""A mistake of the program's own: noted for whoever mends it, told calmly to whoever met it, and the class goes on."""

from __future__ import annotations

import logging
from typing import Final

from tabletop.host.room.errors import ClassError

log: Final = logging.getLogger("tabletop.host")


class Automatic(Exception):
    """What a group does by itself has failed; what people asked for has not."""


def note_fault(error: BaseException, doing: str) -> None:
    """Into the log.  The values in a traceback may be somebody's secrets: it gets the kind and the place only."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
    log.error("%s at %s while %s", type(error).__name__, where, doing)


def mistake(error: BaseException) -> ClassError:
    """What the person whose request it was is told."""
    told = ClassError("The host has made a mistake.", "Try again; the class goes on.", status=500)
    told.__cause__ = error
    return told

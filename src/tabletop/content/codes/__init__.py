"""Every problem code: what it means, why it matters and what to do, with a wrong and a right example.

E1 reading, E2 shape, E3 names, E4 conditions, E5 parameters, W2 warnings.  A code keeps its meaning for ever: courses
and scripts rely on it, and authors' ``ignore:`` lines name warnings by it.
"""

from __future__ import annotations

from typing import Final

from tabletop.content.codes.code import Code
from tabletop.content.codes.conditions import CONDITIONS
from tabletop.content.codes.names import NAMES
from tabletop.content.codes.parameters import PARAMETERS
from tabletop.content.codes.reading import READING
from tabletop.content.codes.shape import SHAPE
from tabletop.content.codes.warnings import WARNINGS

__all__ = ["CODES", "Code"]

CODES: Final[dict[str, Code]] = {**READING, **SHAPE, **NAMES, **CONDITIONS, **PARAMETERS, **WARNINGS}

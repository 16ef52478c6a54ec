"""Array types of the rules, and how a member's view of its own crisis is read out of them."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.integer[Any]]
"""Whole numbers, mostly int32 in hundredths."""
Bools: TypeAlias = npt.NDArray[np.bool_]
Keys: TypeAlias = npt.NDArray[np.uint64]
"""64-bit luck."""

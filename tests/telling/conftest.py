"""Games that were played to their end, as the laboratory's tests have them."""

from __future__ import annotations

from tests.lab.conftest import finished

__all__ = ["finished"]

"""Curves in braille: two dots a character across, four down."""

from __future__ import annotations

from collections.abc import Sequence

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def curve(values: Sequence[float], width: int, height: int, low: float = 0, high: float = 100) -> list[str]:
    """`values` as a line over `width` × `height` characters, the highest row first."""
    cells = [[0] * width for _ in range(height)]
    across, down = 2 * width, 4 * height
    if not values:
        return ["⠀" * width] * height
    before: int | None = None
    for x in range(across):
        at = x * (len(values) - 1) / max(across - 1, 1)
        left = int(at)
        right = min(left + 1, len(values) - 1)
        value = values[left] + (values[right] - values[left]) * (at - left)
        y = round((high - max(low, min(value, high))) / (high - low) * (down - 1))
        # A steep piece is filled in, so that the line has no holes.
        for step in range(min(y, before if before is not None else y), max(y, before if before is not None else y) + 1):
            cells[step // 4][x // 2] |= _DOTS[x % 2][step % 4]
        before = y
    return ["".join(chr(0x2800 + dots) for dots in row) for row in cells]

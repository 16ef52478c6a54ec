"""Large letters made of blocks, for an address and a code that the last row can read."""

from __future__ import annotations

from typing import Final

_FONT: Final[dict[str, tuple[int, int, int, int, int]]] = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 3, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 2, 2), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
    "A": (2, 5, 7, 5, 5), "B": (6, 5, 6, 5, 6), "C": (3, 4, 4, 4, 3), "D": (6, 5, 5, 5, 6), "E": (7, 4, 6, 4, 7),
    "F": (7, 4, 6, 4, 4), "G": (3, 4, 5, 5, 3), "H": (5, 5, 7, 5, 5), "I": (7, 2, 2, 2, 7), "J": (1, 1, 1, 5, 2),
    "K": (5, 5, 6, 5, 5), "L": (4, 4, 4, 4, 7), "M": (5, 7, 7, 5, 5), "N": (6, 5, 5, 5, 5), "O": (2, 5, 5, 5, 2),
    "P": (6, 5, 6, 4, 4), "Q": (2, 5, 5, 6, 3), "R": (6, 5, 6, 5, 5), "S": (3, 4, 2, 1, 6), "T": (7, 2, 2, 2, 2),
    "U": (5, 5, 5, 5, 7), "V": (5, 5, 5, 5, 2), "W": (5, 5, 7, 7, 5), "X": (5, 5, 2, 5, 5), "Y": (5, 5, 2, 2, 2),
    "Z": (7, 1, 2, 4, 7), "-": (0, 0, 7, 0, 0), "_": (0, 0, 0, 0, 7), "/": (1, 1, 2, 4, 4), "[": (6, 4, 4, 4, 6),
    "]": (3, 1, 1, 1, 3), " ": (0, 0, 0, 0, 0),
}  # fmt: skip
_NARROW: Final = {".": (0, 0, 0, 0, 1), ":": (0, 1, 0, 1, 0)}
"""One dot wide."""
_HIGH: Final = 5


def large(text: str, width: int, height: int) -> list[str]:
    """`text` in the largest letters that fit so many cells and lines; as it is where none fit. Signs it lacks are
    left as gaps.

    A dot of a letter is a whole number of cells: half of one for the smallest letters.
    """
    dots = _dots(text.upper())
    wide = len(dots[0])
    for size in range(8, 0, -1):
        if 2 * size * wide <= width and size * _HIGH <= height:
            return [
                "".join("█" * (2 * size) if dot else " " * (2 * size) for dot in row).rstrip()
                for row in dots for _ in range(size)
            ]  # fmt: skip
    if wide <= width and height >= 3:
        rows = [*dots, [False] * wide]
        signs = {(False, False): " ", (False, True): "▄", (True, False): "▀", (True, True): "█"}
        return [
            "".join(signs[above, below] for above, below in zip(one, other, strict=True)).rstrip()
            for one, other in zip(rows[::2], rows[1::2], strict=True)
        ]
    return [text]


def _dots(text: str) -> list[list[bool]]:
    rows: list[list[bool]] = [[] for _ in range(_HIGH)]
    for sign in text:
        shape, cells = (_NARROW[sign], 1) if sign in _NARROW else (_FONT.get(sign, _FONT[" "]), 3)
        for row, bits in zip(rows, shape, strict=True):
            if row:
                row.append(False)
            row += [bool(bits >> cells - 1 - place & 1) for place in range(cells)]
    return rows if rows[0] else [[False] for _ in range(_HIGH)]

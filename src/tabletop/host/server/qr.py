"""The join address as a picture to point a phone at."""

from __future__ import annotations

import io


def text(address: str, *, coloured: bool = False) -> str:
    """The code in half blocks with its quiet border, for a terminal: about 33 columns and 17 lines for a usual address.

    The light modules are drawn, as fits the dark ground that most terminals have. `coloured` sets white on black
    whatever the ground is; without it a light terminal shows the code inverted, which most phones read too.
    """
    import segno

    rows = [list(row) for row in segno.make(address, micro=False, error="l").matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    lines = ["".join(map(_half, above, below)) for above, below in zip(rows[::2], rows[1::2], strict=True)]
    if coloured:
        lines = [f"\x1b[38;5;231;48;5;16m{line}\x1b[0m" for line in lines]
    return "\n".join(lines)


def _half(above: int, below: int) -> str:
    return {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}[above & 1, below & 1]


def svg(address: str) -> str:
    """The code as an SVG picture, black on white."""
    import segno

    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(out, kind="svg", border=4, scale=8, dark="#000", light="#fff")
    return out.getvalue().decode("utf-8")

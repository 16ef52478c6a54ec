"""Themes of our own, and the meanings that colours carry.

Text is never told apart by colour alone: a symbol, a sign or a word stands beside each. Contrasts are computed in the
tests: at least 4.5 to 1 on every ground, at least 7 to 1 in the projector theme.
"""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

MEANINGS = ("accent", "good", "bad", "warn", "dim", "faint")
"""One colour for each meaning; `faint` is for lines only, never for text."""

MEMBERS = ("blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "grey")
"""The colours that authors may give to members."""

_DARK = {
    "accent": "#82c8ff", "good": "#86d9a5", "bad": "#ff9485", "warn": "#f3c65b", "dim": "#a3aebd", "faint": "#4a5568",
    "mark": "#2c3d5c", "blue": "#7db8ff", "vermillion": "#ff9a70", "green": "#7fd6a0", "purple": "#cfa6ff",
    "orange": "#f5b455", "sky": "#7ad7ee", "yellow": "#ecd96a", "grey": "#b9c1cc",
}  # fmt: skip
_LIGHT = {
    "accent": "#0b4f92", "good": "#0f5f33", "bad": "#9c1f12", "warn": "#6b4700", "dim": "#475261", "faint": "#b4bac4",
    "mark": "#d5e3f6", "blue": "#0d4a94", "vermillion": "#973407", "green": "#0f5f33", "purple": "#5f2f9a",
    "orange": "#724500", "sky": "#045a72", "yellow": "#5d5000", "grey": "#454e5a",
}  # fmt: skip
_PROJECTOR = {
    "accent": "#003a75", "good": "#00441f", "bad": "#7d0f06", "warn": "#4f3300", "dim": "#2f3640", "faint": "#8d96a3",
    "mark": "#cfe0f8", "blue": "#00377a", "vermillion": "#702300", "green": "#00441f", "purple": "#471f7d",
    "orange": "#533000", "sky": "#00414f", "yellow": "#433900", "grey": "#2f3640",
}  # fmt: skip
_CVD = {
    "accent": "#6cb8ff", "good": "#6cb8ff", "bad": "#ff9d66", "warn": "#f0e070", "dim": "#b0b8c4", "faint": "#525a68",
    "mark": "#2a3f66", "blue": "#6cb8ff", "vermillion": "#ff9d66", "green": "#6fd6b4", "purple": "#e3b3d6",
    "orange": "#f0b548", "sky": "#8fd8ff", "yellow": "#f0e070", "grey": "#b9c1cc",
}  # fmt: skip


ANSI_GROUND = "ansi_default"
"""The terminal's own ground, of which nobody knows the colour: nothing can be mixed with it."""

HEATS = 7
"""Grounds from distrust (0) over neither (3) to trust (6); the number stands on each, in the colour of the text."""


def heats(colours: dict[str, str], background: str) -> dict[str, str]:
    """The grounds of a heat map: the background mixed with bad or good, the more the further from the middle."""
    middle = HEATS // 2
    if background == ANSI_GROUND:
        return {f"tt-heat-{step}": background for step in range(HEATS)}
    return {
        f"tt-heat-{step}": _mix(background, colours["bad" if step < middle else "good"], 0.13 * abs(step - middle))
        for step in range(HEATS)
    }


def _mix(one: str, other: str, share: float) -> str:
    pairs = [(int(one[k : k + 2], 16), int(other[k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _theme(name: str, dark: bool, colours: dict[str, str], foreground: str, grounds: tuple[str, str, str]) -> Theme:
    background, surface, panel = grounds
    variables = {f"tt-{meaning}": colour for meaning, colour in colours.items()} | heats(colours, background)
    return Theme(
        name=name, dark=dark, primary=colours["accent"], secondary=colours["purple"], warning=colours["warn"],
        error=colours["bad"], success=colours["good"], accent=colours["accent"], foreground=foreground,
        background=background, surface=surface, panel=panel, text_alpha=1.0,
        variables={
            **variables, "footer-background": panel, "footer-foreground": foreground, "border": colours["faint"],
            "scrollbar": colours["faint"], "scrollbar-background": surface, "scrollbar-corner-color": surface,
            "scrollbar-hover": colours["dim"], "scrollbar-active": colours["accent"],
            "scrollbar-background-hover": surface, "scrollbar-background-active": surface,
        },
    )  # fmt: skip


THEMES: tuple[Theme, ...] = (
    _theme("tabletop-dark", True, _DARK, "#e3e8ef", ("#11151c", "#171c26", "#1f2733")),
    _theme("tabletop-light", False, _LIGHT, "#1b222c", ("#fbfaf7", "#f3f1ec", "#e7e6e1")),
    _theme("tabletop-projector", False, _PROJECTOR, "#000000", ("#ffffff", "#f7f7f7", "#eeeeee")),
    _theme("tabletop-cvd", True, _CVD, "#eceff4", ("#10141b", "#161b25", "#1e2532")),
)
GROUNDS = ("background", "surface", "panel", "mark")
"""Everything that text can stand on."""


ANSI = "tabletop-ansi"
NAMES = (*(theme.name for theme in THEMES), ANSI)
"""Our themes, in the order in which a key changes them."""

_ANSI_DARK = {
    "accent": "ansi_bright_cyan", "good": "ansi_bright_green", "bad": "ansi_bright_red", "warn": "ansi_bright_yellow",
    "dim": "ansi_default", "faint": "ansi_default", "mark": "ansi_default", "blue": "ansi_bright_cyan",
    "vermillion": "ansi_bright_red", "green": "ansi_bright_green", "purple": "ansi_default",
    "orange": "ansi_bright_yellow", "sky": "ansi_bright_cyan", "yellow": "ansi_bright_yellow", "grey": "ansi_default",
}  # fmt: skip
_ANSI_LIGHT = {
    "accent": "ansi_blue", "good": "ansi_blue", "bad": "ansi_red", "warn": "ansi_magenta",
    "dim": "ansi_default", "faint": "ansi_default", "mark": "ansi_default", "blue": "ansi_blue",
    "vermillion": "ansi_red", "green": "ansi_default", "purple": "ansi_magenta",
    "orange": "ansi_red", "sky": "ansi_blue", "yellow": "ansi_default", "grey": "ansi_default",
}  # fmt: skip


def light_ground(colours: str) -> bool:
    """Whether a terminal that describes itself by COLORFGBG ("0;15") writes on a light ground."""
    return colours.rsplit(";", 1)[-1] in ("7", "15")


def ansi_theme(colours: str = "") -> Theme:
    """The terminal's own sixteen colours, on its own ground; `colours` is its COLORFGBG.

    The colours chosen can be read in the usual palettes; what they look like is up to the terminal.
    """
    light = light_ground(colours)
    chosen = _ANSI_LIGHT if light else _ANSI_DARK
    made = _theme(ANSI, not light, chosen, ANSI_GROUND, (ANSI_GROUND, ANSI_GROUND, ANSI_GROUND))
    usual = BUILTIN_THEMES["ansi-light" if light else "ansi-dark"]
    return replace(made, ansi=True, boost=ANSI_GROUND, variables={**usual.variables, **made.variables})


def defaults(theme: Theme) -> dict[str, str]:
    """Our colours for a theme that is not ours."""
    if theme.ansi:
        colours, ground = (_ANSI_DARK if theme.dark else _ANSI_LIGHT), ANSI_GROUND
    else:
        colours, ground = (_DARK, "#11151c") if theme.dark else (_LIGHT, "#fbfaf7")
    return {f"tt-{meaning}": colour for meaning, colour in colours.items()} | heats(colours, ground)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[k : k + 2], 16)) for k in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Keys: how they are called, which bindings there are, and which key may be given to which.

Every binding has an id, "table: seal"; the settings may give it another key. Arrows, page keys and Escape stay what
they are, so that there is always a way through a screen and out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from tabletop.telling.words import STRATEGY

if TYPE_CHECKING:
    from tabletop.tui.screens.room import Room

NAMES: Final = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "slash": "/", "backspace": "⌫",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", "question_mark": "?",
}  # fmt: skip
FIXED: Final = frozenset({
    "escape", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "backspace",
})  # fmt: skip
"""Keys that are never given away."""

WORDS: Final = frozenset({"enter", "space", *(f"f{number}" for number in range(1, 13))})
"""Keys beside letters, digits and signs that may be given to a binding."""

_SIGNS: Final = {"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}
"""Signs that Textual calls by names of its own."""

ALL: Final = "*"
"""`Room.TYPED` of a screen on which one types text."""


def key_name(key: str) -> str:
    """A key as people read it."""
    if key in NAMES:
        return NAMES[key]
    if key.startswith("shift+"):
        return f"Shift+{key_name(key.removeprefix('shift+'))}"
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return character(key) or key


def called(name: str) -> str:
    """The name of a binding as people read it: its id, with the names of the ways of working in it."""
    noun, _, verb = name.partition(": ")
    return f"{noun}: {STRATEGY[verb]}" if verb in STRATEGY else name


def character(key: str) -> str:
    """What a key writes, "" for a key that writes nothing."""
    from textual.keys import key_to_character

    found = key if len(key) == 1 else _SIGNS.get(key) or key_to_character(key)
    return found if found and len(found) == 1 and found.isprintable() and found != " " else ""


@dataclass(frozen=True, slots=True)
class Action:
    """A binding, on all the screens that have it."""

    id: str
    key: str
    """As it is when nothing is set; several are parted by commas."""
    says: str
    screens: frozenset[str]
    fixed: bool
    everywhere: bool
    """It works while one types, too."""


def screens() -> list[type[Room]]:
    """Every screen there is."""
    import importlib
    import pkgutil

    import tabletop.tui.screens as home
    from tabletop.tui import bench, console, join
    from tabletop.tui.screens.room import Room

    for room in (home, bench, console, join):
        for module in pkgutil.iter_modules(room.__path__):
            importlib.import_module(f"{room.__name__}.{module.name}")
    return sorted(_below(Room), key=lambda screen: screen.__name__)


def _below(screen: type[Room]) -> Iterator[type[Room]]:
    for child in screen.__subclasses__():
        if child.__module__.startswith("tabletop."):
            yield child
            yield from _below(child)


_CALLED: Final = {"SettingsPage": "settings", "UnstoredTable": "table", "Brief": "your brief", "Sure": "question"}


def screen_name(screen: str) -> str:
    """How people call a screen: by the name of its class, in small letters and parted, where nothing else is said."""
    return _CALLED.get(screen) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", screen).lower()


def bindings(screen: type[Room]) -> Iterator[Binding]:
    """The bindings of a screen that have an id, those of its parents included."""
    for found in screen._merge_bindings().key_to_bindings.values():
        yield from (binding for binding in found if binding.id)


def catalogue(among: Iterable[type[Room]] | None = None) -> dict[str, Action]:
    """All bindings by id, in the order of their ids."""
    made: dict[str, Action] = {}
    for screen in screens() if among is None else among:
        for binding in bindings(screen):
            assert binding.id is not None
            known = made.get(binding.id)
            keys = [*(known.key.split(",") if known else []), binding.key]
            made[binding.id] = Action(
                binding.id,
                ",".join(dict.fromkeys(keys)),
                known.says if known else binding.tooltip or binding.description,
                frozenset({screen.__name__, *(known.screens if known else ())}),
                binding.key in FIXED or (known.fixed if known else False),
                binding.priority or (known.everywhere if known else False),
            )
    return dict(sorted(made.items(), key=lambda item: (not item[0].startswith("screen:"), item[0])))


def refusal(name: str, key: str, keymap: Mapping[str, str], among: Iterable[type[Room]] | None = None) -> str:
    """Why a binding cannot have a key, beside the other changes of `keymap`; "" when it can."""
    everything = screens() if among is None else list(among)
    action = catalogue(everything).get(name)
    if action is None:
        return f"There is no “{name}”."
    if action.fixed:
        return f"{key_name(action.key)} stays what it is."
    if key in FIXED or (key not in WORDS and not character(key)):
        return f"{key_name(key)} cannot be given away. Take a letter, a digit, a sign, an F-key, Enter or Space."
    for screen in everything:
        if screen.__name__ not in action.screens:
            continue
        writes = character(key)
        if writes and (writes in screen.TYPED or (screen.TYPED == ALL and action.everywhere)):
            return f"One types {key_name(key)} on the screen “{screen_name(screen.__name__)}”."
        for other in bindings(screen):
            if other.id != name and (keymap.get(other.id or "") or other.key) == key:
                return f"{key_name(key)} is “{other.id}” on the same screen."
    return ""


def sound(keymap: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of a stored keymap can be used, and what is wrong with the rest."""
    kept: dict[str, str] = {}
    troubles = []
    everything = screens()
    for name, key in keymap.items():
        wrong = refusal(name, key, keymap, everything)
        if wrong:
            troubles.append(f"settings.json: keymap, “{name}”: {wrong}")
        else:
            kept[name] = key
    return kept, troubles


def applied(keymap: Mapping[str, str]) -> dict[str, str]:
    """The keymap as Textual needs it.

    When a binding gets another key, Textual drops every other binding of its old key, too (one key may do different
    things at different moments). Those are named with the key they have, and so stay.
    """
    whole = dict(keymap)
    if keymap:
        for screen in screens():
            for key, found in screen._merge_bindings().key_to_bindings.items():
                if any(binding.id in keymap for binding in found):
                    whole |= {binding.id: key for binding in found if binding.id and binding.id not in whole}
    return whole

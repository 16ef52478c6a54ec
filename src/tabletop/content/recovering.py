"""A campaign or card with faults of form, recovered so far that everything else in it can be judged in the same pass.

What is wrong is left out, or filled with something harmless, and noted; problems that touch such a place are not told,
since they might come from the filling.  What is recovered is for judging only: nobody ever plays it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from tabletop.content.campaign import Campaign
from tabletop.content.card_models import Card
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.shape import counts_only_the_good, keys_at
from tabletop.content.text import suggestion

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]

_ROUNDS: Final = 12
_FILLING: Final[dict[str, Any]] = {
    "format": 1, "id": "filled-in", "title": "-", "version": "1", "authors": ["-"], "licence": "-", "minutes": 60,
    "kind": "fictional", "seats": {"min": 1, "max": 1}, "summary": "-", "audience": "-", "fact_and_fiction": "-",
    "outside": {"name": "-", "short": "-", "description": "-"},
    "members": [{
        "id": "filled-in", "name": "-", "short": "XX", "colour": "grey", "emblem": "x", "capability": 0.5,
        "positions": {"security": 0, "integration": 0, "values": 0}, "exposure": 0, "title": "-", "aims": "-",
        "brief": "-", "objective": {
            "title": "-", "weights": {"security": 100, "autonomy": 0, "prosperity": 0, "influence": 0},
            "bonus": {"text": "-", "when": True},
        },
    }] * 3,
    "start": {
        "trust": [{"between": ["filled-in", "filled-in-too"], "change": 0}],
        "agreements": [{"between": ["filled-in", "filled-in-too"]}],
    },
    "acts": [{
        "id": "filled-in", "title": "-", "turns": {"basics": 1, "standard": 1, "full": 1}, "opening": "-",
        "next": [{"act": "filled-in"}],
    }],
    "endings": [{"id": "filled-in", "title": "-", "tone": "mixed", "text": "-"}],
    "variants": [{"people": 1, "play": ["filled-in"]}],
}  # fmt: skip
_CARD: Final[dict[str, Any]] = {
    "id": "filled-in", "title": "-", "domain": "external", "escalation": 1, "situation": "-",
    "features": {"urgency": 0, "breadth": 0, "misperception": 0, "sensitivity": 0, "enforcement": 0},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recovered:
    """A campaign as far as it could be recovered."""

    campaign: Campaign
    touched: frozenset[str]
    """The ways (see `Place.keys`) to everything that was left out or filled in."""
    unsure: frozenset[str]
    """Codes that cannot be told by what is left, since ids may have been lost; ``is``: names of conditions, too."""

    def may_tell(self, problem: Problem, file: str) -> bool:
        """Whether a problem that was found in the recovered campaign is one of what the author wrote."""
        if problem.code in self.unsure:
            return False
        if "is" in self.unsure and problem.code == "E402" and problem.excerpt[: problem.column - 1].endswith("is."):
            return False
        if problem.file != file or problem.card:
            return True
        return _apart(problem.keys, self.touched)

    def whole(self, *keys: str) -> bool:
        """Whether nothing under the top-level `keys` was touched."""
        return not any(way.split("/")[0] in keys for way in self.touched)


@dataclass(frozen=True, slots=True)
class RecoveredCard:
    """A card as far as it could be recovered."""

    card: Card
    touched: frozenset[str]

    def may_tell(self, problem: Problem) -> bool:
        """Whether a problem that was found in the recovered card is one of what the author wrote."""
        return _apart(problem.keys, self.touched)


def _apart(keys: str, touched: frozenset[str]) -> bool:
    """Whether a place lies neither in nor around anything that was touched."""
    here = keys + "/"
    return not any(here.startswith(f"{way}/") or f"{way}/".startswith(here) for way in touched)


def recover(data: Mapping[str, Any], place: Place) -> Recovered | None:
    """What a campaign's data says beside its faults; None where too little is left."""
    found = _Mender(Campaign, _FILLING).mended(data)
    if found is None:
        return None
    campaign, touched = found
    return Recovered(campaign, frozenset(_way(path, place) for path in touched), _unsure(touched, data))


def recover_card(data: Any, place: Place) -> RecoveredCard | None:
    """What a card's data says beside its faults; None where it is no card at all."""
    found = _Mender(Card, _CARD).mended(data) if isinstance(data, dict) and len(data) > 1 else None
    if found is None:
        return None
    card, touched = found
    return RecoveredCard(card, frozenset(_way(path, place) for path in touched))


class _Mender(Generic[M]):
    """Takes the faults of one model's data out, round by round."""

    def __init__(self, model: type[M], filling: Mapping[str, Any]) -> None:
        self.model, self.filling = model, filling

    def mended(self, data: Mapping[str, Any]) -> tuple[M, set[Path]] | None:
        """The model of what is left, and every place that was left out or filled in."""
        copy = _copied(data)
        touched: set[Path] = set()
        for _ in range(_ROUNDS):
            try:
                return self.model.model_validate(copy), touched
            except ValidationError as error:
                found = [item for item in error.errors(include_url=False) if not counts_only_the_good(item)]
            # Deep places first: what stands above them may then be right.
            for item in sorted(found, key=lambda item: -len(item["loc"])):
                touched |= self._mend(copy, item)
        return None

    def _mend(self, data: dict[str, Any], item: Any) -> set[Path]:
        """Take one fault out of the data; the places that were changed."""
        loc = tuple(step for step in item["loc"] if step != "[key]")
        if item["type"] == "tabletop" and item["loc"][-1:] != ("[key]",):
            loc = (*loc, *item.get("ctx", {}).get("at", ()))
        loc = _existing(data, loc, missing=item["type"] == "missing")
        if not loc:
            return set()
        # A fault of the same round may have taken the key away, with what it stood in.
        if item["type"] == "extra_forbidden" and isinstance(_at(data, loc[:-1]), dict):
            return self._move(data, loc)
        filling = self._filling(loc)
        while filling is None and len(loc) > 1 and (isinstance(loc[-1], int) or self._needed(loc)):
            loc = loc[:-1]
            filling = self._filling(loc)
        parent = _at(data, loc[:-1])
        if isinstance(parent, list) and isinstance(loc[-1], int):
            parent[loc[-1]] = _copied(filling)
        elif isinstance(parent, dict):
            if filling is None or not self._needed(loc):
                parent.pop(loc[-1], None)
            else:
                parent[loc[-1]] = _copied(filling)
        return {loc}

    def _move(self, data: dict[str, Any], loc: Path) -> set[Path]:
        """An unknown key: what stands under it goes where its name was meant to be, or away."""
        parent = _at(data, loc[:-1])
        value = parent.pop(loc[-1], None)
        known = keys_at(self.model, loc[:-1])
        meant = suggestion(str(loc[-1]), [key for key in known if key not in parent])
        if not meant:
            return {loc}
        parent[meant] = value
        return {loc, (*loc[:-1], meant)}

    def _filling(self, path: Path) -> Any:
        """What may stand at a place, or None."""
        value: Any = self.filling
        for step in path:
            if isinstance(value, list) and value and isinstance(step, int):
                value = value[0]
            elif isinstance(value, dict) and step in value:
                value = value[step]
            else:
                return None
        return value

    def _needed(self, path: Path) -> bool:
        """Whether a key cannot be left out."""
        return isinstance(path[-1], int) or path[-1] in keys_at(self.model, path[:-1], needed=True)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _existing(data: Any, loc: Sequence[str | int], *, missing: bool) -> Path:
    """`loc` as far as the data goes, one step further for a key that is missing."""
    path: list[str | int] = []
    for step in loc:
        known = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if step not in known:
            return (*path, step) if missing and isinstance(data, dict) else tuple(path)
        data = data[step]
        path.append(step)
    return tuple(path)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _way(path: Path, place: Place) -> str:
    return place.at(*path).keys


def _unsure(touched: set[Path], data: Mapping[str, Any]) -> frozenset[str]:
    """Unknown names of a kind are not told when some of that kind were lost."""
    codes: set[str] = set()
    for path in touched:
        for kind, code in (("members", "E302"), ("acts", "E303")):
            if path[0] == kind and (len(path) < 3 or path[2] == "id"):
                codes.add(code)
        if path[0] in ("cards", "decks"):
            codes.add("E301")
        if path[0] == "tags":
            codes.add("E311")
        stray = len(path) == 1 and path[0] in data and path[0] not in keys_at(Campaign, ())
        if path[0] == "define" or stray:
            codes.add("is")
        if stray:
            codes |= {"E301", "E311"}
    return frozenset(codes)

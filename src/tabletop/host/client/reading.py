"""Models of what comes over the line: a host may be younger than this program, and say more than it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from tabletop.host.client.wire import Away

_TRIES: Final = 40


def model_of(model: Any, data: Any) -> Any:
    """The model of what came over the line, without the fields that a later host may have added. Raises `Away`."""
    for _ in range(_TRIES):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            strange = [one["loc"] for one in error.errors() if one["type"] == "extra_forbidden"]
            if not strange:
                break
            for path in strange:
                data = _without(data, path)
        except RecursionError:
            break
    raise Away("What the host sends is no board that this Tabletop knows.", "Take the same version as the host.")


def _without(data: Any, path: Sequence[Any]) -> Any:
    """A copy that lacks what lies at a path."""
    at, *rest = path
    if isinstance(data, Mapping):
        if not rest:
            return {name: value for name, value in data.items() if name != at}
        return {name: _without(value, rest) if name == at else value for name, value in data.items()}
    if isinstance(data, list | tuple) and isinstance(at, int):
        return [_without(value, rest) if place == at and rest else value for place, value in enumerate(data)]
    return data

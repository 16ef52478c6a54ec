"""Write the tables of docs/protocol.md and docs/protocol.schema.json from the models: python docs/build_protocol.py

The words of the page are written by hand; what stands between its two marks, and the schema, come from here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tabletop.game.viewmodels import SeatView
from tabletop.host.room import verbs
from tabletop.host.room.asking import ASKED
from tabletop.host.room.registry import VERBS
from tabletop.host.server import messages as m

PAGE = Path(__file__).with_name("protocol.md")
SCHEMA = Path(__file__).with_name("protocol.schema.json")
WIRE = (m.About, m.Join, m.Joined, m.Hello, m.Here, m.Line, m.State, m.Bye, m.Refusal)
MARKS = re.compile(r"(<!-- (verbs|questions) -->\n).*?(<!-- end -->)", re.DOTALL)
COMMON = {"verb", "id", "group", "ask"}


def schema() -> dict[str, Any]:
    """One document: the messages of the wire under their names, verbs as `do.NAME`, questions as `ask.NAME`."""
    shared: dict[str, Any] = {}
    told = {model.__name__.lower(): _schema(model, shared) for model in WIRE}
    told |= {f"do.{name}": _schema(verb.model, shared, verb=name) for name, verb in _verbs().items()}
    told |= {f"ask.{name}": _schema(model, shared, ask=name) for name, (model, _) in sorted(ASKED.items())}
    told["board"] = _schema(SeatView, shared, mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Tabletop protocol {m.PROTOCOL}",
        "$defs": {**told, **dict(sorted(shared.items()))},
    }


def _verbs() -> dict[str, Any]:
    verbs.load()
    return dict(sorted(VERBS.items()))


def _schema(model: type[BaseModel], shared: dict[str, Any], mode: Any = "validation", **fixed: str) -> dict[str, Any]:
    found = model.model_json_schema(mode=mode, ref_template="#/$defs/{model}")
    shared.update(found.pop("$defs", {}))
    for name, value in fixed.items():
        found["properties"][name] = {"const": value}
    found.pop("title", None)
    found.pop("description", None)
    return found


def page(text: str) -> str:
    """The page with its two tables made anew."""
    tables = {"verbs": _verb_table(), "questions": _question_table()}
    return MARKS.sub(lambda found: found[1] + "\n" + tables[found[2]] + "\n" + found[3], text)


def _verb_table() -> str:
    lines = ["| verb | for | fields |", "|---|---|---|"]
    for name, verb in _verbs().items():
        wide = '; `group: "all"`' if verb.wide else ""
        lines.append(f"| `{name}` | {', '.join(verb.roles)} | {_fields(verb.model)}{wide} |")
    return "\n".join(lines) + "\n"


def _question_table() -> str:
    lines = ["| ask | fields |", "|---|---|"]
    lines += [f"| `{name}` | {_fields(model)} |" for name, (model, _) in sorted(ASKED.items())]
    return "\n".join(lines) + "\n"


def _fields(model: type[BaseModel]) -> str:
    told = []
    for name, info in model.model_fields.items():
        if name not in COMMON:
            shown = f"`{info.alias or name}`" + ("" if info.is_required() else "?")
            told.append(f"{shown} ({info.description})" if info.description else shown)
    return ", ".join(told) or "—"


def schema_text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

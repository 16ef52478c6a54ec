"""The schema of authors' tests: it takes what the docs show, and refuses names that the pack does not have."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tabletop.content import library, reader
from tabletop.content.schema import gather, schema

ROOT = Path(__file__).parents[3]
TEST: dict[str, Any] = {
    "format": 1,
    "tests": [
        {
            "name": "A summit settles the drone",
            "given": {
                "seeds": "1-20", "level": "basics", "minds": {"everyone": "thoughtful"}, "card": "lost-drone",
                "board": {"tension": 60}, "members": {"aurelia": {"support": 40}}, "flags": ["new-flag"],
                "trust": [{"between": ["aurelia", "delmar"], "at": 50}],
            },
            "choose": [{"turn": "1-2", "who": ["aurelia"], "do": {"strategy": "confidence", "effort": 1}}],
            "expect": [{"resolved": "lost-drone", "by": 4, "share": "at least 40%"}, {"mean": "tension", "to": 70}],
        }
    ],
}  # fmt: skip


def wrong(data: Any, own: Any = None) -> list[str]:
    made = schema("tests", own) if own is not None else schema("tests")
    return [error.message for error in Draft7Validator(made).iter_errors(data)]


def changed(*path: str | int, to: Any) -> Any:
    data = deepcopy(TEST)
    parent: Any = data["tests"][0]
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = to
    return data


def test_it_takes_a_test_and_every_form_of_seeds_and_minds() -> None:
    assert wrong(TEST) == []
    for seeds in (7, "1-200", [3, 9]):
        assert wrong(changed("given", "seeds", to=seeds)) == []
    assert wrong(changed("given", "minds", to="greedy")) == []
    assert wrong({**TEST, "format": 2})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("given", "seds"), 3), (("given", "level"), "basic"), (("given", "board"), {"tention": 3}),
        (("given", "members"), {"aurelia": {"support": 140}}), (("choose", 0, "do", "strategy"), "summit"),
        (("choose", 0, "do", "effort"), 3), (("expect", 0, "outcome"), "won"), (("expect", 0, "share"), 40),
    ],
)  # fmt: skip
def test_it_refuses_what_check_refuses(path: tuple[str | int, ...], value: Any) -> None:
    assert wrong(changed(*path, to=value))


def test_it_knows_the_names_of_the_pack() -> None:
    own = gather(library.find("halcyon-tutorial", "campaign"), "campaign")
    assert wrong(TEST, own) == []
    for path, name in (
        (("given", "card"), "lost-dron"), (("given", "act"), "lesson"), (("choose", 0, "who"), ["aurela"]),
        (("expect", 0, "resolved"), "lost-dron"), (("given", "members"), {"aurela": {"support": 40}}),
    ):  # fmt: skip
        assert wrong(changed(*path, to=name), own), path


def test_it_takes_what_the_docs_show(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "author" / "tests.md").read_text(encoding="utf-8")
    files = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "format: 1" in block]
    assert files
    for block in files:
        file = tmp_path / "first.yaml"
        file.write_text(block, encoding="utf-8")
        assert wrong(reader.read(file, tmp_path).data) == [], block

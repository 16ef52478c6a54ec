"""Files made to hurt: each is refused quickly, in words, and nothing crashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabletop.content import check_paths, reader
from tabletop.content.checking import examine_campaign
from tabletop.content.library import Found
from tabletop.content.reader import MAX_DEPTH, read_text
from tabletop.content.source import MAX_BYTES

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 5.0
MUTANTS = 600 if os.environ.get("TABLETOP_PROVE") == "1" else 60


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def _bomb() -> str:
    lines = ['a0: &a0 ["x"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines)


def _merges() -> str:
    lines = ["m0: &m0 {k: 1}"]
    lines += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 20)}]}}" for n in range(1, 309)]
    return "\n".join(lines)


HOSTILE = {
    "open brackets": ("E113", "[" * 100_000),
    "open braces": ("E113", "{a: " * 50_000),
    "dashes": ("E113", "- " * 100_000),
    "question marks": ("E119", "? " * 50_000),
    "indents": ("E113", "\n".join(" " * n + "a:" for n in range(1500))),
    "alias bomb": ("E107", _bomb()),
    "merge bomb": ("E107", _merges()),
    "many values": ("E114", "[" + "1," * 200_000 + "]"),
    "large": ("E115", "a: " + "x" * MAX_BYTES),
    "anchors": ("E107", "\n".join(f"- &a{n} {n}" for n in range(30_000))),
    "documents": ("E111", "--- 1\n" * 50_000),
    "quote": ("E104", 'a: "' + "x " * 500_000),
    "control characters": ("E103", "a: " + "\x1b" * 200_000),
}


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name: str, pure: bool) -> None:
    code, text = HOSTILE[name]
    problems = read_text(text, pure=pure).source.problems
    assert code in {problem.code for problem in problems}
    assert len(problems) <= 60


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_on_the_road_of_play(
    name: str, pure: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pure:
        monkeypatch.setattr(reader, "_FastParser", None)
    code, text = HOSTILE[name]
    (tmp_path / "campaign.yaml").write_text(text, encoding="utf-8")
    problems = check_paths([tmp_path])
    assert code in {problem.code for problem in problems}
    assert all(problem.file and (problem.line or problem.code == "E115") for problem in problems)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with resource")
def test_hostile_files_take_little_memory(scale: Callable[[int, int], int]) -> None:
    most = f"""
ways = {(False, True)[: scale(1, 2)]}
import resource, sys
from tests.content.test_hostile import HOSTILE, read_text
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
before = used()
for pure in ways:
    for _, text in HOSTILE.values():
        read_text(text, pure=pure)
print((used() - before) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", most], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) < 300


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
def test_the_deepest_allowed_nesting(pure: bool) -> None:
    assert read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, pure=pure).source.problems == []
    assert read_text("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), pure=pure).source.problems[0].code == "E113"


def test_a_large_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("a: |\n" + "  words and words\n" * 100_000, encoding="utf-8")
    assert {problem.code for problem in check_paths([file])} <= {"E201", "E202", "E211"}


def test_links_that_leave_the_folder(tmp_path: Path, small: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("[{id: secret}]", encoding="utf-8")
    deck = tmp_path / "deck"
    (deck / "cards").mkdir(parents=True)
    (deck / "deck.yaml").write_text(
        "{format: 1, id: deck, title: D, version: '1', summary: S, licence: L, authors: [A]}", encoding="utf-8"
    )
    (deck / "cards" / "a.yaml").symlink_to(secret)
    (problem,) = check_paths([deck])
    assert problem.code == "E117"
    assert "secret" not in problem.excerpt


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_devices_and_circles(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "circle.yaml").symlink_to(tmp_path / "circle.yaml")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("pipe.yaml", "zero.yaml", "circle.yaml", "folder.yaml", "missing.yaml"):
        file = tmp_path / name
        assert examine_campaign(Found(file, tmp_path))[1][0].code in ("E101", "E117")


@pytest.mark.parametrize(
    "path", ["../../../../etc/passwd.yaml", "/etc", "..", "~root", "a\x00b.yaml", "x" * 5000, ".", ""]
)
def test_deck_paths_that_leave(path: str, tmp_path: Path, small: Path) -> None:
    file = tmp_path / "campaign.yaml"
    text = small.read_text(encoding="utf-8").replace("define:", f"decks: [{path!r}]\ndefine:".replace("\\x00", ""))
    file.write_text(text, encoding="utf-8")
    problems = check_paths([file])
    assert problems[0].code in ("E304", "E117")
    assert all(problem.code.startswith("E") for problem in problems)


def test_screens_never_see_an_escape(tmp_path: Path) -> None:
    from tabletop.content import render

    file = tmp_path / "x.yaml"
    file.write_bytes(b"title: \x1b[2Jx\nid: [\x9b31m\n\x1b]0;x\x07")
    shown = render.as_text(check_paths([file])) + render.as_json(check_paths([file]))
    assert all(char.isprintable() or char == "\n" for char in shown)


TOKENS = st.sampled_from(
    ["&a", "*a", "!!x", "<<:", "- ", "[", "]", "{", "}", ": ", "'", '"', "|", ">", "\t", "\u00a0", "\x1b", "012", "~",
     "null", "no", "1e999", ".nan", "-.inf", "true", "{}", "[]", "#", "\n", "  ", "9" * 40, "tension >", "flag.",
     "trust[", "is.rough", "and", "\u202e", "-1", "0.123", "?", "%", "@", "aster", "{a: [1]}"]
)  # fmt: skip


@settings(max_examples=MUTANTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_campaigns_never_crash(data: st.DataObject, small: Path, tmp_path: Path) -> None:
    text = small.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 0, 1, 3, 12]))
        text = text[:at] + data.draw(TOKENS) + text[at + cut :]
    file = tmp_path / "mutant.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    campaign, problems = examine_campaign(Found(file, tmp_path))
    assert campaign is not None or any(problem.is_error for problem in problems)
    for problem in problems:
        assert problem.line >= 0
        assert problem.column >= 0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "x", "aster", "calm", "inquiry", "turn > 1", "flag.x", "{", "1_000", "yes", "é"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "when", "change", "all", "not", "flag", "x", ""]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=MUTANTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_values_of_any_kind_anywhere_never_crash(data: st.DataObject, small: Path, tmp_path: Path) -> None:
    whole = read_text(small.read_text(encoding="utf-8")).data
    for _ in range(data.draw(st.integers(1, 3))):
        part = whole
        while True:
            keys = list(part) if isinstance(part, dict) else list(range(len(part)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(part[key], (dict, list)) or not part[key] or data.draw(st.integers(0, 3)) == 0:
                break
            part = part[key]
        part[key] = data.draw(VALUES)
    file = tmp_path / "mutant.yaml"
    file.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    campaign, problems = examine_campaign(Found(file, tmp_path))
    assert campaign is not None or any(problem.is_error for problem in problems)

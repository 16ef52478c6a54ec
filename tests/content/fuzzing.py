"""Files nobody would write, made from a number, and judged: what `test_fuzz_files.py` runs in processes of its own.

    python -m tests.content.fuzzing FIRST COUNT [--libyaml | --pure]

One number makes one file, always the same, so a failure is told by its number.  Every file goes the way a user's goes:
`check_paths` for campaigns, decks and card files, `load_trials` for tests of authors, then all that is shown of it.
"""

from __future__ import annotations

import argparse
import copy
import faulthandler
import json
import os
import random
import resource
import sys
import tempfile
import time
import traceback
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tabletop.content import Problem, check_paths, mending, reader, render
from tabletop.content.codes import CODES
from tabletop.content.problems import ContentError
from tabletop.content.text import BIDI
from tabletop.content.trials.loading import load_trials

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 5.0
HANGS = 60.0
"""Seconds of the clock after which a file hangs, however busy the machine is."""
MEGABYTES = 300
ROOM = 3 << 30
"""Bytes of addresses a process may take: more than all that is imported, less than the machine has."""
WHOLE = frozenset({"E101", "E102", "E115", "E116", "E117", "E120", "E121"})
"""Codes that speak of a file as a whole, and so need no line."""
FAST = reader._FastParser

WORDS = [
    "&a", "*a", "!!x", "<<:", "- ", "[", "]", "{", "}", ": ", "'", '"', "|", ">", "|2-", ">9", "\t", "\u00a0", "\u3000",
    "\x1b[2J", "012", "~", "null", "no", "1e999", ".nan", "-.inf", "true", "{}", "[]", " #", "\n", "\r", "\r\n", "  ",
    "9" * 40, "9" * 400, "-1", "0.123", "?", "? ", "%YAML 1.1\n", "@", "`", "---\n", "...\n", "\u202e", "\u2066",
    "\x85",
    "\u2028", "\ufeff", "\x00", "é", "日本", "🕊️", "e\u0301", "\U000e0041", "\\x41", "\\u00", "a" * 3000, "[[[[", "]]]]",
    "[@click=app.quit]", "[/]", "<b>", "tension > 60 and ", "not ", "flag.", "flag.x", "trust[", "is.rough", "and",
    "or",
    " < ", " == 3", "1 / 0", "2 ** 9999", "min()", "max(peak)", "any(trust)", "__import__('os')", "(" * 60, ")" * 60,
    "-" * 300 + "1", "not " * 200 + "true", "lambda: 1", "x if y else z", "'", "outcome.win", "turn", "aster", "small",
    "cable-cut", "when: ", "id: ", "cards: ", "ignore: {W201: why}", "extends: ", "decks: [small]", "1979-12-31",
    "1_000",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 3.5, 10**6, -(10**20), 10**29, 1e308, -0.0, "", " ", "x", "aster", "calm", "inquiry",
    "turn > 1", "turn >", "flag.x", "tension > 60 and tension < 40", "not not not true", "a" * 5000, "1_000",
    "yes", "é",
    "\u00a0", "2026-02-30", "9999-99-99", "0000-00-00", [], {}, [None], [[]], {"id": "x"}, {"": ""},
    {"when": "true"}, {"all": []},
    {"not": {"any": [{"not": "x"}]}}, ["x", 1, {}], {"change": {"tension": 10**9}}, {"set": {"flag": "x"}},
    ["aster", "aster"],
    {"queue": {"card": "inquiry", "after": -1}}, {"min": 9, "max": -9}, [{"act": "calm"}], {"between": ["aster"]},
    "[/]", "W999",
]  # fmt: skip
KEYS = [
    "",
    "x",
    "id",
    "when",
    "wehn",
    "cards",
    "format",
    "decks",
    "extends",
    "without",
    "ignore",
    "define",
    "é",
    "a b",
    "<<",
    "1",
]


class Found(Exception):
    """What a file should never do."""


def _texts() -> dict[str, list[str]]:
    """What is mutated: small whole files, pieces of the shipped decks, and now and then a shipped file in full."""
    small = (ROOT / "tests/content/samples/small.yaml").read_text(encoding="utf-8")
    head, cards = small.split("\ncards:\n")
    cards = "\n".join(line[2:] for line in cards.split("\n"))
    pieces = [cards]
    whole = []
    for file in sorted(ROOT.glob("decks/*/cards/*.yaml")):
        text = file.read_text(encoding="utf-8")
        whole.append(text)
        parts = ("\n" + text).split("\n- id:")[1:]
        pieces += ["- id:" + "\n- id:".join(parts[at : at + 2]) + "\n" for at in range(0, len(parts), 2)]
    return {
        "small": [small], "head": [head], "cards": pieces, "whole cards": whole,
        "campaigns": [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("campaigns/*/campaign.yaml"))],
        "decks": [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("decks/*/deck.yaml"))],
        "tests": [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("campaigns/*/tests/*.yaml"))] + [TESTS],
    }  # fmt: skip


TESTS = """\
format: 1
tests:
  - name: Ships
    given: {seeds: 1-3, card: cable-cut}
    choose:
      - {turn: 1-2, do: {strategy: confidence, card: cable-cut, tactic: listen, effort: 1}}
    expect:
      - {that: flag.ship-named, share: at least 50%}
      - {mean: tension, after: 2, to: 64}
      - {outbreak: inquiry, share: none}
"""


# ---------------------------------------------------------------- ways to break a text


def _insert(text: str, luck: random.Random) -> str:
    at = luck.randrange(len(text) + 1)
    return text[:at] + luck.choice(WORDS) + text[at + luck.choice((0, 0, 1, 3, 12)) :]


def _char(text: str, luck: random.Random) -> str:
    at = luck.randrange(len(text) + 1)
    code = luck.choice(
        (luck.randrange(128), luck.randrange(0x300), luck.randrange(0xD800), luck.randrange(0xE000, 0x110000))
    )
    return text[:at] + chr(code) + text[at + luck.randrange(2) :]


def _cut(text: str, luck: random.Random) -> str:
    return text[: luck.randrange(len(text) + 1)]


def _drop(text: str, luck: random.Random) -> str:
    at = luck.randrange(len(text) + 1)
    return text[:at] + text[at + luck.randrange(1, 60) :]


def _lines(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    match luck.randrange(4):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            first, last = min(one, other), min(max(one, other), min(one, other) + 30)
            lines[first:first] = lines[first:last] * luck.choice((1, 1, 2, 9))
        case 2:
            del lines[one : one + luck.randrange(1, 5)]
        case _:
            lines.insert(other, lines[one])
    return "\n".join(lines)


def _indent(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(luck.choice((1, 1, 3, 20))):
        at = luck.randrange(len(lines))
        lines[at] = luck.choice((" ", "  ", "\t", " \t", "\u00a0", "      ", "\u2003 ")) + lines[at].removeprefix(" ")
    return "\n".join(lines)


def _word(text: str, luck: random.Random) -> str:
    """A letter of a word changed, as typing does: keys, ids and conditions get names that nobody knows."""
    words = [at for at, char in enumerate(text) if char.isalpha()]
    if not words:
        return _insert(text, luck)
    at = luck.choice(words)
    return (
        text[:at] + luck.choice(("", text[at] * 2, luck.choice("aeiou-_.xé"), text[at : at + 2][::-1])) + text[at + 1 :]
    )


def _number(text: str, luck: random.Random) -> str:
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    if not digits:
        return _insert(text, luck)
    at = luck.choice(digits)
    new = luck.choice(
        ("-1", "0", "99999", "9" * 25, "9" * 500, "1e400", "0.1", "007", "1_0", "½", "٣", "x", "1..2", "50%")
    )
    return text[:at] + new + text[at + 1 :]


def _condition(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if "when:" in line or "that:" in line or " cards: " in line]
    if not places:
        return _insert(text, luck)
    at = luck.choice(places)
    head, colon, tail = lines[at].partition(":")
    for _ in range(luck.randrange(1, 4)):
        tail = luck.choice((_insert, _word, _number, _char))(tail, luck).replace("\n", " ")
    lines[at] = head + colon + tail
    return "\n".join(lines)


def _deep(text: str, luck: random.Random) -> str:
    at, depth = luck.randrange(len(text) + 1), luck.choice((3, 38, 45, 1000))
    left, right = luck.choice((("[", "]"), ("{a: ", "}"), ("- ", ""), ("not: {", "}"), ("{all: [", "]}")))
    return text[:at] + left * depth + "x" + right * luck.choice((depth, depth, 1)) + text[at:]


def _data(text: str, luck: random.Random) -> str:
    """Values and keys of other kinds at any place of a sound file, written out again as JSON or as blocks."""
    data = reader.read_text(text).data
    if not isinstance(data, (dict, list)):
        return _insert(text, luck)
    for _ in range(luck.randrange(1, 4)):
        part: Any = data
        while part:
            key = luck.choice(list(part) if isinstance(part, dict) else range(len(part)))
            inner = part[key]
            if isinstance(inner, (dict, list)) and inner and luck.random() < 0.8:
                part = inner
                continue
            match luck.randrange(5):
                case 0 if isinstance(part, dict):
                    part[luck.choice(KEYS)] = part.pop(key)
                case 1 if isinstance(part, list):
                    part.append(copy.deepcopy(inner))
                case 2:
                    del part[key]
                case 3 if isinstance(part, dict):
                    part[luck.choice(list(part))] = copy.deepcopy(inner)
                case _:
                    part[key] = copy.deepcopy(luck.choice(VALUES))
            break
    if luck.random() < 0.5:
        return json.dumps(data, ensure_ascii=luck.random() < 0.5, indent=luck.choice((None, 1)))
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=luck.choice((20, 80)))


def _grammar(luck: random.Random) -> str:
    """Nothing but YAML's own marks and a few words."""
    return "".join(luck.choice((*WORDS, "\n", "\n  ", "- ", "a: ", "b: ")) for _ in range(luck.randrange(1, 60)))


BREAKS = [
    _insert,
    _insert,
    _char,
    _cut,
    _drop,
    _lines,
    _lines,
    _indent,
    _word,
    _word,
    _number,
    _condition,
    _condition,
    _deep,
    _data,
    _data,
    _data,
]


def broken(text: str, luck: random.Random) -> bytes:
    """The text with one to four things done to it, as bytes."""
    for _ in range(luck.choice((1, 1, 1, 2, 2, 3, 4))):
        text = luck.choice(BREAKS)(text, luck)
    data = text.encode("utf-8", "surrogatepass")
    if luck.random() < 0.08:
        raw = bytearray(data)
        for _ in range(luck.randrange(1, 6)):
            at = luck.randrange(len(raw) + 1)
            raw[at : at + luck.randrange(2)] = luck.choice(
                (
                    bytes([luck.randrange(256)]),
                    b"\xed\xa0\x80",
                    b"\xff\xfe",
                    b"\xef\xbb\xbf",
                    b"\xc0\xaf",
                    b"\xf4\x90\x80\x80",
                    b"\r",
                )
            )
        data = bytes(raw)
    if luck.random() < 0.02:
        data = luck.choice((text.replace("\n", "\r\n").encode("utf-8", "surrogatepass"), b"\xef\xbb\xbf" + data,
                            text.encode("utf-16", "surrogatepass"), text.encode("latin-1", "replace")))  # fmt: skip
    return data


# ---------------------------------------------------------------- one file


class Table:
    """The folders that files are put into, and what is asked of each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = _texts()
        self.campaign = folder / "campaigns/mine/campaign.yaml"
        self.deck = folder / "decks/mine/deck.yaml"
        self.cards = folder / "decks/mine/cards/cards.yaml"
        self.tests = folder / "campaigns/mine/tests/tests.yaml"
        self.single = folder / "single/campaign.yaml"
        for file in (self.campaign, self.deck, self.cards, self.tests, self.single):
            file.parent.mkdir(parents=True, exist_ok=True)
        self.sound = {
            self.campaign: self.texts["head"][0].replace("id: small", "id: mine") + "\ndecks: [mine]\n",
            self.deck: "format: 1\nid: mine\ntitle: Mine\nversion: 1.0.0\nsummary: S.\nlicence: CC0\nauthors: [A]\n",
            self.cards: self.texts["cards"][0],
            self.tests: TESTS,
            self.single: self.texts["small"][0],
        }
        self.put_right()

    def put_right(self) -> None:
        for file, text in self.sound.items():
            file.write_text(text, encoding="utf-8")

    def make(self, number: int) -> tuple[Path, Path, bytes]:
        """What is checked, the file that is broken, and the file's bytes."""
        luck = random.Random(f"tabletop {number}")
        draw = luck.random()
        texts = self.texts
        if draw < 0.30:
            return self.single, self.single, broken(texts["small"][0], luck)
        if draw < 0.55:
            return self.deck.parent, self.cards, broken(luck.choice(texts["cards"]), luck)
        if draw < 0.65:
            return self.campaign.parent, self.cards, broken(texts["cards"][0], luck)
        if draw < 0.72:
            return self.cards, self.cards, broken(luck.choice(texts["cards"]), luck)
        if draw < 0.76:
            return self.deck.parent, self.deck, broken(luck.choice([*texts["decks"], self.sound[self.deck]]), luck)
        if draw < 0.80:
            return self.campaign.parent, self.campaign, broken(self.sound[self.campaign], luck)
        if draw < 0.88:
            return self.tests, self.tests, broken(luck.choice(texts["tests"]), luck)
        if draw < 0.93:
            return self.single, self.single, _grammar(luck).encode("utf-8", "surrogatepass")
        if draw < 0.96:
            return self.single, self.single, luck.randbytes(luck.choice((1, 3, 30, 3000)))
        if draw < 0.98:
            return self.single, self.single, broken(luck.choice(texts["campaigns"]), luck)
        return self.deck.parent, self.cards, broken(luck.choice(texts["whole cards"]), luck)

    def judge(self, number: int, pure: bool) -> list[Problem]:
        """The problems of one file; raises `Found` when one of them is not told as it should be."""
        asked, file, data = self.make(number)
        file.write_bytes(data)
        reader._FastParser = None if pure else FAST
        try:
            if asked == self.tests:
                try:
                    problems = load_trials(asked, [self.folder]).problems
                except ContentError as error:
                    problems = error.problems
            else:
                problems = check_paths([asked], [self.folder])
            for problem in problems:
                _told_well(problem)
            shown = render.as_text(problems) + "".join(problem.one_line() + "\n" for problem in problems)
            for char in set(shown) - {"\n"}:
                if char in BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
                    raise Found(f"U+{ord(char):04X}, which a terminal obeys, is shown")
            json.loads(render.as_json(problems))
            if number % 20 == 0:
                json.loads(render.as_sarif(problems, "0")).keys()
                mending.mend(problems, [self.folder])
            return problems
        finally:
            file.write_text(self.sound[file], encoding="utf-8")


def _told_well(problem: Problem) -> None:
    where = f"{problem.code} at {problem.line}:{problem.column}+{problem.length}"
    if problem.code not in CODES:
        raise Found(f"{where}: no such code")
    if not problem.message.strip():
        raise Found(f"{where}: nothing is said")
    if not problem.file:
        raise Found(f"{where}: no file")
    if problem.line == 0:
        if problem.code not in WHOLE:
            raise Found(f"{where}: no line")
        return
    if problem.line < 1 or problem.column < 1 or problem.length < 1:
        raise Found(f"{where}: no place")
    if problem.column > len(problem.excerpt) + 1:
        raise Found(f"{where}: beyond its line of {len(problem.excerpt)}")
    if problem.column - 1 + problem.length > len(problem.excerpt) + 1:
        raise Found(f"{where}: marks more than its line of {len(problem.excerpt)}")
    lines = Path(problem.file).read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    if problem.line > len(lines):
        raise Found(f"{where}: the file has {len(lines)} lines")
    line = lines[problem.line - 1]
    if problem.excerpt not in (line.decode("utf-8", "replace"), line.decode("latin-1")):
        raise Found(f"{where}: the excerpt is not that line")


# ---------------------------------------------------------------- many files


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> int:
    """Judge files by number; one line of JSON for each fault, and one for the whole."""
    parser = argparse.ArgumentParser()
    parser.add_argument("first", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--pure", action="store_true", help="PyYAML's own parser only")
    parser.add_argument("--libyaml", action="store_true", help="libyaml only")
    parser.add_argument("--step", type=int, default=1)
    args = parser.parse_args()
    ways = [pure for pure in (False, True) if not (args.pure and not pure) and not (args.libyaml and pure)]
    codes: Counter[str] = Counter()
    faults, slowest, passed = 0, (0.0, 0), 0
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        table = Table(Path(name))
        for path in (table.single, table.campaign.parent, table.deck.parent):
            check_paths([path], [table.folder])
        load_trials(table.tests, [table.folder])
        before = _megabytes()
        for number in range(args.first, args.first + args.count * args.step, args.step):
            for pure in ways:
                faulthandler.dump_traceback_later(HANGS, exit=True)
                Path(name, "number").write_text(str(number), encoding="ascii")
                began = time.process_time()
                try:
                    problems = table.judge(number, pure)
                    codes.update({problem.code for problem in problems})
                    passed += not any(problem.is_error for problem in problems)
                    wrong = ""
                except Found as error:
                    wrong = str(error)
                except Exception:
                    wrong = traceback.format_exc(limit=-6)
                taken = time.process_time() - began
                slowest = max(slowest, (taken, number))
                if taken > SECONDS:
                    wrong += f" took {taken:.1f} s"
                if _megabytes() - before > MEGABYTES:
                    wrong += f" memory {_megabytes() - before:.0f} MB"
                    before = _megabytes()
                if wrong:
                    faults += 1
                    print(json.dumps({"number": number, "pure": pure, "fault": wrong}), flush=True)
        faulthandler.cancel_dump_traceback_later()
        os.chdir("/")
    print(json.dumps({
        "files": args.count, "faults": faults, "passed": passed, "slowest": slowest,
        "megabytes": round(_megabytes() - before, 1), "codes": dict(codes.most_common()),
    }))  # fmt: skip
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())

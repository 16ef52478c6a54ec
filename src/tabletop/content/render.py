"""Problems shown: as lines with an excerpt and a caret, as JSON, and as SARIF for code-review tools."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from tabletop.content.baseline import Compared, fingerprint
from tabletop.content.codes import CODES
from tabletop.content.codes.code import SEVERITIES
from tabletop.content.problems import Problem, meant, place_of
from tabletop.content.text import clean, shorten, width

MOST_COLUMNS: Final = 100
_BEFORE: Final = 40
_INDENTS: Final = ("E104", "E105", "E106")
_RANKS: Final = {"certain": 100.0, "likely": 70.0, "possible": 40.0}
"""SARIF's rank: how much a result deserves a look, 0 to 100."""
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(problems: Sequence[Problem]) -> str:
    """Each problem as ``FILE:LINE:COLUMN: error E104: message``, its excerpt with a caret, and its hint."""
    return "".join(one_as_text(problem) for problem in problems)


def one_as_text(problem: Problem) -> str:
    place = (
        f"{problem.file}:{problem.line}:{problem.column}: "
        if problem.line
        else f"{problem.file}: "
        if problem.file
        else ""
    )
    lines = [clean(f"{place}{problem.heading}: {problem.message}")]
    if problem.line and problem.excerpt.strip():
        lines += [f"    {line}" for line in excerpt(problem)]
    if problem.hint:
        lines.append(clean(f"    hint: {problem.hint}"))
    if problem.fix is not None and meant(problem.hint) is None:
        lines.append(f"    fix: {shorten(problem.fix, MOST_COLUMNS)}" if problem.fix else "    fix: delete it")
    return "\n".join(lines) + "\n"


def excerpt(problem: Problem) -> tuple[str, str]:
    """The source line, cut to a screen's width around the place, and the line of carets under the exact word."""
    start = problem.column - 1
    left = max(0, start - _BEFORE) if len(problem.excerpt) > MOST_COLUMNS else 0
    right = min(len(problem.excerpt), left + MOST_COLUMNS)
    # Every character is made visible on its own, so that the caret still stands under the right one.
    before = _all_visible(problem.excerpt[left:start])
    word = _all_visible(problem.excerpt[start : min(start + problem.length, right)])
    after = _all_visible(problem.excerpt[start + problem.length : right])
    head, tail = "…" if left else "", "…" if right < len(problem.excerpt) else ""
    line = f"{head}{before}{word}{after}{tail}"
    # Where the indent is the fault, it must be seen.
    blank = len(line) - len(line.lstrip(" ")) if not left and problem.code not in _INDENTS else 0
    blank = min(blank, width(head + before))
    return line[blank:].rstrip(), " " * (width(head + before) - blank) + "^" * max(1, width(word))


def _all_visible(text: str) -> str:
    return text if text.isascii() and text.isprintable() else "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in "\t ":
        return " "
    # A line break that is none in YAML would still move the cursor.
    return char if clean(char).strip(" ") else "�"


def as_json(problems: Sequence[Problem]) -> str:
    """One JSON array; every problem on a line of its own."""
    rows = [json.dumps(problem.as_json(), ensure_ascii=False) for problem in problems]
    return "[" + ",\n ".join(rows) + "]\n"


def as_sarif(problems: Sequence[Problem], version: str = "", compared: Compared | None = None) -> str:
    """A SARIF 2.1.0 log with one run; with a baseline also what it already held, each result with its state."""
    states: dict[int, str] = {}
    if compared is not None:
        states = {id(p): "new" for p in compared.new} | {id(p): "unchanged" for p in compared.known}
        problems = sorted([*compared.new, *compared.known], key=place_of)
    used = sorted({problem.code for problem in problems})
    driver: dict[str, Any] = {
        "name": "tabletop check",
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": CODES[code].title},
                "fullDescription": {"text": CODES[code].cause},
                "help": {"text": CODES[code].fix},
            }
            for code in used
        ],
    }
    if version:
        driver["version"] = version
    results = [_result(problem, used.index(problem.code), states.get(id(problem), "")) for problem in problems]
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _result(problem: Problem, rule: int, state: str) -> dict[str, Any]:
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": "note" if problem.severity == "tip" else problem.severity,
        "message": {"text": clean(text)},
        "rank": _RANKS.get(problem.confidence, 100.0),
        "properties": {"confidence": problem.confidence, "card": problem.card, "keys": problem.keys},
        "partialFingerprints": {"tabletop/v1": fingerprint(problem)},
    }
    if state:
        result["baselineState"] = state
    if not problem.file:
        return result
    artifact = {"uri": quote(problem.file.replace("\\", "/"))}
    location: dict[str, Any] = {"artifactLocation": artifact}
    if problem.line:
        # SARIF counts the column after the last character, and so do the viewers.
        region = {
            "startLine": problem.line, "startColumn": problem.column, "endColumn": problem.column + problem.length
        }  # fmt: skip
        location["region"] = region
        if problem.fix is not None:
            replaced = [{"deletedRegion": region, "insertedContent": {"text": problem.fix}}]
            result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": replaced}]}]
    result["locations"] = [{"physicalLocation": location}]
    return result


def explain(code: str) -> str:
    """What a code means, with a wrong and a right example; raises ``KeyError`` for an unknown one."""
    entry = CODES[code]
    sure = "" if entry.confidence == "certain" else f", {entry.confidence}"
    parts = [f"{code} ({SEVERITIES[code[0]]}{sure}): {entry.title}", "", entry.cause, "", f"What to do: {entry.fix}"]
    if entry.runs:
        parts += ["", f"Wrong{_STANDS.get(entry.where, '')}:", *_snippet(entry.bad, entry.word)]
        parts += ["Right:", *_snippet(entry.good)]
    if entry.found_by != "check":
        parts += ["", f"Found by: tabletop {entry.found_by}"]
    if not code.startswith("E"):
        parts += ["", f"To keep it, with a reason, in the card, deck.yaml or campaign.yaml:  ignore: {{{code}: why}}"]
    return "\n".join(parts) + "\n"


_STANDS: Final = {
    "campaign": ", in campaign.yaml", "deck": ", in deck.yaml", "member": ", in a member", "act": ", in an act",
    "ending": ", in an ending", "files": ", in a deck's or library's folder", "call": ", as words of a call",
}  # fmt: skip


def _snippet(text: str, word: str = "") -> Iterator[str]:
    """The lines of an example, indented, with carets under the word that is meant."""
    at = text.rfind(word) if word else -1
    for line in text.split("\n"):
        yield "    " + "".join(_legible(char) for char in line)
        if 0 <= at <= len(line):
            yield "    " + " " * width("".join(_legible(char) for char in line[:at])) + "^" * max(1, width(word))
        at -= len(line) + 1


def _legible(char: str) -> str:
    """A character of an example: the blanks that are its very point can be told from plain ones."""
    return {"\t": "→", "\u00a0": "·"}.get(char) or _visible(char)


def list_codes() -> str:
    """Every code with its title, a line each."""
    rows = [f"{code}  {entry.title}" for code, entry in CODES.items()]
    return "\n".join([*rows, "", f"{len(rows)} codes. One of them in full: tabletop explain CODE"]) + "\n"

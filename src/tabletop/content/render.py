"""Problems shown: as lines with an excerpt and a caret, as JSON, and as SARIF for code-review tools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from tabletop.content.codes import CODES
from tabletop.content.problems import Problem
from tabletop.content.text import clean, width

MOST_COLUMNS: Final = 100
_BEFORE: Final = 40
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
    lines = [clean(f"{place}{problem.severity} {problem.code}: {problem.message}")]
    if problem.line and problem.excerpt.strip():
        lines += [f"    {line}" for line in excerpt(problem)]
    if problem.hint:
        lines.append(clean(f"    hint: {problem.hint}"))
    return "\n".join(lines) + "\n"


def excerpt(problem: Problem) -> tuple[str, str]:
    """The source line, cut to a screen's width around the place, and the line of carets under the exact word."""
    start = problem.column - 1
    left = max(0, start - _BEFORE) if len(problem.excerpt) > MOST_COLUMNS else 0
    right = min(len(problem.excerpt), left + MOST_COLUMNS)
    # Every character is made visible on its own, so that the caret still stands under the right one.
    before = "".join(_visible(char) for char in problem.excerpt[left:start])
    word = "".join(_visible(char) for char in problem.excerpt[start : min(start + problem.length, right)])
    after = "".join(_visible(char) for char in problem.excerpt[start + problem.length : right])
    head, tail = "…" if left else "", "…" if right < len(problem.excerpt) else ""
    line = f"{head}{before}{word}{after}{tail}"
    blank = len(line) - len(line.lstrip(" ")) if not left else 0
    blank = min(blank, width(head + before))
    return line[blank:].rstrip(), " " * (width(head + before) - blank) + "^" * max(1, width(word))


def _visible(char: str) -> str:
    if char == "\t":
        return " "
    return char if clean(char) else "�"


def as_json(problems: Sequence[Problem]) -> str:
    """One JSON array; every problem on a line of its own."""
    rows = [json.dumps(problem.as_json(), ensure_ascii=False) for problem in problems]
    return "[" + ",\n ".join(rows) + "]\n"


def as_sarif(problems: Sequence[Problem], version: str = "") -> str:
    """A SARIF 2.1.0 log with one run."""
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
    results = [_result(problem, used.index(problem.code)) for problem in problems]
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": "note" if problem.severity == "tip" else problem.severity,
        "message": {"text": clean(text)},
    }
    if problem.file:
        from urllib.parse import quote

        location: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.file.replace("\\", "/"))}}
        if problem.line:
            location["region"] = {"startLine": problem.line, "startColumn": problem.column}
        result["locations"] = [{"physicalLocation": location}]
    return result


def explain(code: str) -> str:
    """What a code means, with a wrong and a right example; raises ``KeyError`` for an unknown one."""
    entry = CODES[code]
    kind = {"E": "error", "W": "warning", "T": "tip"}[code[0]]
    parts = [f"{code} ({kind}): {entry.title}", "", entry.cause, "", f"What to do: {entry.fix}"]
    if entry.bad:
        parts += ["", "Wrong:", *(f"    {line}" for line in entry.bad.split("\n"))]
        parts += ["Right:", *(f"    {line}" for line in entry.good.split("\n"))]
    if code.startswith("W"):
        parts += ["", f"A card may silence it, with a reason:  ignore: {{{code}: why}}"]
    return "\n".join(parts) + "\n"

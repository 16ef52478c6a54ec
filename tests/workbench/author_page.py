"""A page for authors, read as a reader works with it: files are written step by step, commands typed, outputs compared.

A YAML block names its file in the first line, ``# FILE``, ``# FILE: the whole file`` or ``# FILE: KEY`` (the list under
that key).  Keys and entries that are there already are replaced or completed, new ones come last.  A block that opens
with ``$ tabletop …`` is typed; in the output shown, a line ``…`` stands for any lines and ``…`` at an end for any rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(yaml)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.yaml)(?:: (.+))?$")


@dataclass(frozen=True)
class Snippet:
    """Text for a file, and where in it: ``""`` its keys, ``"the whole file"``, or the list under a key."""

    file: str
    where: str
    text: str


@dataclass(frozen=True)
class Call:
    """One command and the output shown under it; `None` when none is shown."""

    words: str
    shown: str | None
    line: int


def steps(text: str) -> list[Snippet | Call]:
    """What a reader does, in order."""
    made: list[Snippet | Call] = []
    for block in BLOCK.finditer(text):
        line = text[: block.start()].count("\n") + 2
        first, _, rest = block[2].partition("\n")
        if block[1]:
            named = _FILE.match(first)
            assert named is not None, f"line {line}: the snippet does not name its file: {first}"
            made.append(Snippet(named[1], named[2] or "", rest))
        elif first.startswith("$ tabletop "):
            made += _calls(block[2], line)
    return made


def _calls(text: str, line: int) -> list[Call]:
    calls: list[Call] = []
    for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE)[1:]:
        words, _, shown = part.partition("\n")
        calls.append(Call(words.removeprefix("$ tabletop "), shown.strip("\n") or None, line))
        line += part.count("\n")
    return calls


def put(snippet: Snippet, folder: Path) -> None:
    """Do to the file what the page's one rule says."""
    file = folder / snippet.file
    if snippet.where == "the whole file":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(snippet.text, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    if snippet.where:
        section = re.search(rf"^{snippet.where}:[^\n]*\n((?:[ #][^\n]*\n|\n)*)", text, re.MULTILINE)
        assert section is not None, f"{snippet.file} has no {snippet.where}"
        inner = _entries(_indented(section[1], -2), _indented(snippet.text.partition("\n")[2], -2))
        text = text[: section.start(1)] + _indented(inner, 2) + text[section.end(1) :]
    elif snippet.text.startswith("- "):
        text = _entries(text, snippet.text)
    else:
        text = _keys(text, snippet.text)
    file.write_text(text, encoding="utf-8")


def _indented(text: str, by: int) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line if not line.strip() else " " * by + line if by > 0 else line[-by:] for line in lines)


def _parts(text: str, pattern: str) -> dict[str, str]:
    """The text before the first match under ``""``, then each part by what the pattern names."""
    marks = list(re.finditer(pattern, text, re.MULTILINE))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    head = {"": text[: marks[0].start()]} if marks else {"": text}
    return head | {mark[1]: text[mark.start() : end] for mark, end in zip(marks, ends, strict=True)}


def _entries(text: str, new: str) -> str:
    """A list of entries with ids, completed by others."""
    old, more = _parts(text, r"^- id: (\S+)"), _parts(new, r"^- id: (\S+)")
    for name, entry in more.items():
        if not name:
            continue
        if name in old:
            first, _, keys = entry.partition("\n")
            head, _, rest = old[name].partition("\n")
            assert first == head
            old[name] = f"{head}\n" + _keys(rest, keys, "  ")
        else:
            last = list(old)[-1]
            old[last] = old[last].rstrip("\n") + "\n\n" if old[last].strip() else old[last]
            old[name] = entry
    return "".join(old.values())


def _keys(text: str, new: str, indent: str = "") -> str:
    """Keys of one mapping, replaced and completed by others."""
    pattern = rf"^{indent}([a-z_]\w*):"
    old, more = _parts(text, pattern), _parts(new, pattern)
    more.pop("")
    for name, part in more.items():
        if name not in old:
            last = list(old)[-1]
            old[last] = old[last].rstrip("\n") + "\n" if old[last].strip() else old[last]
        tail = "\n" if old.get(name, "").endswith("\n\n") and not part.endswith("\n\n") else ""
        old[name] = part + tail
    return "".join(old.values())


def differs(shown: str, told: str) -> str:
    """``""`` when the output is the one shown; else the first line shown that cannot be found in its place."""
    lines, at, skipping = told.strip("\n").splitlines(), 0, False
    for want in shown.splitlines():
        if want.strip() == "…":
            skipping = True
            continue
        found = next((i for i in range(at, len(lines)) if _same(want, lines[i])), None)
        if found is None or (found != at and not skipping):
            return want
        at, skipping = found + 1, False
    return "" if skipping or at == len(lines) else f"(more) {lines[at]}"


def _same(want: str, line: str) -> bool:
    if want.endswith("…") and line != want:
        return line.startswith(want[:-1])
    return want.rstrip() == line.rstrip()

"""Ten planted mistakes, told by `tabletop check` and by other tools: what is found, where, and with what advice.

    python benchmarks/compare_checkers.py [--tools FOLDER …] [--messages]

Tools are looked for on the PATH and in the folders named (a virtual environment's `bin`, an npm project's
`node_modules/.bin`); nothing is installed, and what is missing is said.  The same mistakes in the same files go to
every tool that reads YAML; for Ink and Yarn they are carried over as far as the language has the thing.  Only what a
tool says of the broken file and did not say of the sound one counts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.content.planted import CAMPAIGN, MISTAKES, Planted, library

INK = """\
VAR tension = 50
VAR escalation = 3
VAR weapons_code = false
VAR lorn_invited = false
VAR win = true
VAR winter = false
-> ford
=== ford ===
Shots at the ford, step {escalation}
+ [Fail] -> ford_funeral
+ {not lorn_invited} [Send observers] -> observers
+ {weapons_code} [Use the code] -> endings
=== ford_funeral ===
The funerals are broadcast live.
-> endings
=== observers ===
They see {tension}.
-> endings
=== endings ===
{
- win && winter: -> ice_breaks
- win: -> chair_taken
- else: -> another_year
}
=== ice_breaks ===
The ice breaks.
-> END
=== chair_taken ===
The chair is taken.
-> END
=== another_year ===
Another year.
-> END
"""
INK_MISTAKES = {
    "misspelt key": ("VAR winter = false", "VRA winter = false", "VAR"),
    "misspelt card in a follow-up": ("[Fail] -> ford_funeral", "[Fail] -> ford_funreal", "ford_funeral"),
    "condition that can never hold": ("{not lorn_invited}", "{tension > 60 && tension < 40}", "60"),
    "misspelt flag in a condition": ("+ {weapons_code}", "+ {weapon_code}", "weapons_code"),
    "text cut short by #": ("Shots at the ford, step", "Shots at post #3, step", "\\"),
    "card that nothing deals": ("[Fail] -> ford_funeral", "[Fail] -> endings", "ford_funeral"),
    "ending that is never reached": (
        "- win && winter: -> ice_breaks\n", "- win: -> chair_taken\n- win && winter: -> ice_breaks\n", "ice_breaks",
    ),
    "key given twice": ("VAR escalation = 3", "VAR escalation = 3\nVAR escalation = 2", "escalation"),
}  # fmt: skip
"""Old, new, and the word of good advice.  Ink has no ranges, and a tab is a blank like any other."""

YARN = [
    {"title": "ford", "body": "Shots at the ford\n<<if $lorn is false>>\nSend observers\n<<endif>>\n"
     "<<if $weapons_code>>\nUse the code\n<<endif>>\n[[Fail|ford_funeral]]\n[[Wait|endings]]"},
    {"title": "ford_funeral", "body": "The funerals are broadcast live.\n[[endings]]"},
    {"title": "endings", "body": "<<if $win and $winter>>\n[[ice_breaks]]\n"
     "<<elseif $win>>\n[[chair_taken]]\n<<endif>>"},
    {"title": "ice_breaks", "body": "The ice breaks."},
    {"title": "chair_taken", "body": "The chair is taken."},
]  # fmt: skip
YARN_MISTAKES = {
    "misspelt key": ("<<elseif $win>>", "<<elsif $win>>", "elseif"),
    "misspelt card in a follow-up": ("[[Fail|ford_funeral]]", "[[Fail|ford_funreal]]", "ford_funeral"),
    "condition that can never hold": ("<<if $lorn is false>>", "<<if $tension > 60 and $tension < 40>>", "60"),
    "misspelt flag in a condition": ("$weapons_code", "$weapon_code", "weapons_code"),
    "text cut short by #": ("Shots at the ford", "Shots at post #3", "#"),
    "card that nothing deals": ("[[Fail|ford_funeral]]\\n", "", "ford_funeral"),
    "ending that is never reached": ("<<if $win and $winter>>", "<<if $win and false>>", "ice_breaks"),
    "key given twice": ('{"title": "ice_breaks"', '{"title": "chair_taken"', "chair_taken"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a tool; line and column 0 where it names none."""

    text: str
    line: int = 0
    column: int = 0
    file: str = ""


class Tools:
    """Programs by name, wherever they are."""

    def __init__(self, folders: list[str]) -> None:
        self.path = os.pathsep.join([*folders, str(Path(sys.executable).parent), os.environ.get("PATH", "")])

    def find(self, name: str) -> str | None:
        return shutil.which(name, path=self.path)

    def run(self, *words: str, cwd: Path) -> str:
        call = [self.find(words[0]) or words[0], *words[1:]]
        done = subprocess.run(call, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)
        return done.stdout + done.stderr


def by_tabletop(tools: Tools, folder: Path) -> Iterator[Said]:
    told = tools.run("tabletop", "check", "campaigns/halcyon", "--format", "json", "--no-tips", cwd=folder)
    for problem in json.loads(told):
        text = f"{problem['code']} {problem['message']}; {problem['hint']}"
        yield Said(text, problem["line"], problem["column"], problem["file"])


def by_yamllint(tools: Tools, folder: Path) -> Iterator[Said]:
    # The shipped files have long lines on purpose: that is no mistake of theirs.
    rules = "{extends: default, rules: {line-length: disable}}"
    told = tools.run("yamllint", "-d", rules, "-f", "parsable", ".", cwd=folder)
    for file, line, column, text in re.findall(r"^(?:\./)?(.+?):(\d+):(\d+): (.*)$", told, re.M):
        yield Said(text, int(line), int(column), file)


def by_schema(tools: Tools, folder: Path) -> Iterator[Said]:
    cards = sorted(str(file.relative_to(folder)) for file in folder.glob("decks/*/cards/*.yaml"))
    for kind, of, files in (("campaign", "campaigns/halcyon", [CAMPAIGN]), ("cards", "decks/halcyon", cards)):
        schema = folder / f"{kind}.schema.json"
        schema.write_text(tools.run("tabletop", "schema", kind, of, cwd=folder), encoding="utf-8")
        told = tools.run("check-jsonschema", "--schemafile", schema.name, "-o", "json", *files, cwd=folder)
        try:
            answer = json.loads(told)
        except ValueError:
            yield Said(told.strip().splitlines()[-1])
            continue
        for error in answer.get("errors", []):
            best = (error.get("best_match") or {}).get("message", "")
            deep = (error.get("best_deep_match") or {}).get("message", "")
            yield Said(f"{error['path']}: {error['message']} {best} {deep}".strip(), file=error["filename"])
        if answer.get("parse_errors"):
            # Where a file cannot be read, only the text form says where.
            told = tools.run("check-jsonschema", "--schemafile", schema.name, *files, cwd=folder)
            for line, column in re.findall(r"line (\d+), column (\d+)", told)[-1:]:
                text = " ".join(told.split())
                yield Said(text, int(line), int(column), answer["parse_errors"][0]["filename"])


def by_ink(tools: Tools, folder: Path) -> Iterator[Said]:
    told = tools.run("inkjs-compiler", "story.ink", cwd=folder)
    for text in told.splitlines():
        line = re.search(r"line (\d+)", text)
        yield Said(re.sub(r"line \d+: ", "", text), int(line.group(1)) if line else 0)


def by_yarn(tools: Tools, folder: Path) -> Iterator[Said]:
    told = tools.run("bondage", "compile", "story.json", cwd=folder)
    for text in re.findall(r"^(?:Error|\w*Error): .*", told, re.M):
        line = re.search(r"line (\d+)", text)
        yield Said(text, int(line.group(1)) if line else 0)


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    program: str
    version: tuple[str, ...]
    ask: Callable[[Tools, Path], Iterator[Said]]
    language: str = "yaml"


TOOLS = (
    Tool("tabletop check", "tabletop", ("tabletop", "--version"), by_tabletop),
    Tool("check-jsonschema", "check-jsonschema", ("check-jsonschema", "--version"), by_schema),
    Tool("yamllint", "yamllint", ("yamllint", "--version"), by_yamllint),
    Tool("inkjs", "inkjs-compiler", (), by_ink, "ink"),
    Tool("bondage (Yarn)", "bondage", (), by_yarn, "yarn"),
)


def plant(tool: Tool, mistake: Planted | None, folder: Path) -> tuple[int, int, int, str] | None:
    """Write what the tool reads; the mistake's true line, column and length and the advice that is right, or None."""
    if tool.language == "yaml":
        library(folder, *([mistake] if mistake else []))
        if mistake is None:
            return 0, 0, 0, ""
        lines = (folder / (mistake.told_in or mistake.file)).read_text(encoding="utf-8").split("\n")
        return *_where(lines, mistake), len(mistake.word), _advice(mistake)
    text, mistakes = (INK, INK_MISTAKES) if tool.language == "ink" else (json.dumps(YARN), YARN_MISTAKES)
    advice, line = "", 0
    if mistake is not None:
        if mistake.kind not in mistakes:
            return None
        old, new, advice = mistakes[mistake.kind]
        assert text.count(old) == 1, (tool.name, mistake.kind)
        broken = text.replace(old, new)
        both = enumerate(zip(text.split("\n"), broken.split("\n"), strict=False))
        line = 1 + next((number for number, (before, after) in both if before != after), 0)
        text = broken
    (folder / f"story.{'ink' if tool.language == 'ink' else 'json'}").write_text(text, encoding="utf-8")
    return line, 0, 0, re.escape(advice)


def _where(lines: list[str], mistake: Planted) -> tuple[int, int]:
    """The place of the marked word: in the last line of what was planted, or where the mistake shows."""
    if mistake.kind == "card that nothing deals":
        at = next(n for n, line in enumerate(lines) if line == "- id: ford-funeral")
        return next((n + 1, line.index("0") + 1) for n, line in enumerate(lines) if n > at and "weight: 0" in line)
    word = mistake.word
    wanted = mistake.new.split("\n")[-1] if mistake.code == "E112" else word
    if mistake.code in ("E206", "E105", "W201"):
        wanted = next(part for part in mistake.new.split("\n") if word in part)
    line = next(n for n, text in enumerate(lines) if wanted in text)
    return line + 1, lines[line].index(wanted) + wanted.index(word) + 1


def _advice(mistake: Planted) -> str:
    """A pattern of what puts it right, in any tool's words; a list of all that is known is no advice."""
    proposed = re.search("“(.+?)”", mistake.meant)
    if mistake.code == "E206":
        return "at most 5|maximum of 5"
    return rf"^.{{0,300}}\b{re.escape(proposed.group(1))}\b.{{0,100}}$" if proposed else re.escape(mistake.meant)


def judged(said: list[Said], line: int, column: int, size: int, advice: str) -> str:
    """``word``, ``line``, ``named`` or ``no``, with a + when the advice is right."""
    if not said:
        return "no"
    if any(item.line == line and column <= item.column < column + size for item in said):
        how = "word"
    elif any(item.line == line for item in said):
        how = "line"
    else:
        how = "named"
    return how + ("+" if advice and any(re.search(advice, item.text) for item in said) else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", nargs="*", default=[], metavar="FOLDER", help="where else to look for programs")
    parser.add_argument("--messages", action="store_true", help="show what each tool says")
    args = parser.parse_args()
    tools = Tools(args.tools)
    there = [tool for tool in TOOLS if tools.find(tool.program)]
    for tool in TOOLS:
        if tool not in there:
            print(f"NOT COMPARED: {tool.program} is missing")
        elif tool.version:
            print(tools.run(*tool.version, cwd=Path.cwd()).strip().splitlines()[0])
    rows: dict[str, list[str]] = {mistake.kind: [] for mistake in MISTAKES}
    for tool in there:
        with tempfile.TemporaryDirectory() as name:
            plant(tool, None, Path(name))
            before = [(item.file, item.text) for item in tool.ask(tools, Path(name))]
        for mistake in MISTAKES:
            with tempfile.TemporaryDirectory() as name:
                true = plant(tool, mistake, Path(name))
                if true is None:
                    rows[mistake.kind].append("(none)")
                    continue
                after = list(tool.ask(tools, Path(name)))
            new, seen = [], list(before)
            for item in after:
                if (item.file, item.text) in seen:
                    seen.remove((item.file, item.text))
                else:
                    new.append(item)
            rows[mistake.kind].append(judged(new, *true))
            if args.messages:
                for item in new:
                    print(f"{tool.name} | {mistake.kind} | {item.file}:{item.line}:{item.column} | {item.text[:300]}")
    print()
    print("| mistake | " + " | ".join(tool.name for tool in there) + " |")
    print("|---" * (len(there) + 1) + "|")
    for kind, cells in rows.items():
        print(f"| {kind} | " + " | ".join(cells) + " |")
    print("\nword, line: the place it is told at; named: told without the line; no: nothing said;")
    print("+: the advice is right; (none): the language has no such thing.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

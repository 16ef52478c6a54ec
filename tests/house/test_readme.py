"""What the documents tell people to type works, and what they point at exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tabletop.cli import COMMANDS, Exit, build_parser, main

DOCUMENTS = sorted(
    path.relative_to(Path(__file__).resolve().parents[2]).as_posix()
    for pattern in ("*.md", "docs/*.md", "docs/author/*.md", "docs/facilitate/*.md", "benchmarks/*.md")
    for path in Path(__file__).resolve().parents[2].glob(pattern)
)


def typed(text: str, program: str) -> list[str]:
    """The lines of all code blocks, and the inline code, that call a program."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [line.partition("  #")[0].strip() for line in lines if re.match(rf"{program}( |$)", line)]


def _words(line: str) -> list[str]:
    """What the shell would pass on; a pattern with words of explanation behind it need not be quoted well."""
    try:
        return shlex.split(line.partition(" > ")[0])
    except ValueError:
        return line.split()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_are_real(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = {command.word for command in COMMANDS}
    for line in typed((root / name).read_text(encoding="utf-8"), "tabletop"):
        words = _words(line)[1:]
        if len(words) == 1 and words[0] in known:
            continue  # the command is spoken of, not called
        if any(word.isupper() or "…" in word or word.startswith("[") for word in words):
            # A pattern, not a call: only its command is looked at.
            assert not words[0].islower() or words[0] in known, f"{name}: {line}"
            continue
        code: object = 0
        try:
            build_parser().parse_args(words)
        except SystemExit as left:
            code = left.code
        assert code == 0, f"{name}: {line}\n{capsys.readouterr().err}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_are_real(name: str, root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for line in typed((root / name).read_text(encoding="utf-8"), "make"):
        words = shlex.split(line)
        if len(words) > 1:
            assert re.search(rf"^{re.escape(words[1])}:", makefile, re.MULTILINE), f"{name}: {line}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str, root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (root / name).parent.joinpath(target).exists(), f"{name} points at {target}"


def test_the_readme_has_the_two_commands(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert {"make play", "make test"} <= set(typed(text, "make"))


def test_the_changelog_knows_this_version(root: Path) -> None:
    import tabletop

    assert f"## [{tabletop.__version__}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_help_names_only_what_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.FINE
    out = capsys.readouterr().out
    for line in re.findall(r"^  (tabletop \S+ [a-z-]+)", out, re.MULTILINE):
        campaign = line.split()[2]
        assert main(["run", campaign, "--seed", "1"]) == Exit.FINE, line

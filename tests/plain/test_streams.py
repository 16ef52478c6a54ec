"""The line mode as a program: pipes, terminals, letters, and the ways out."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.plain.paper import Paper, letters
from tabletop.plain.run import line_width, only_ascii
from tabletop.plain.speech import change, formula, signed, spoken

CALL = [sys.executable, "-m", "tabletop"]
TURN = "choose 1 confidence\nseal yes\n"


def tabletop(*words: str, typed: str | bytes = "", **more: str) -> subprocess.CompletedProcess[str]:
    data = typed.encode() if isinstance(typed, str) else typed
    environment = {**os.environ, **more}
    done = subprocess.run([*CALL, *words], input=data, capture_output=True, env=environment, timeout=180, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


# ---------------------------------------------------------------- pipes


def test_a_script_of_commands_through_a_pipe() -> None:
    done = tabletop("play", "halcyon-tutorial", "--seed", "1", typed=TURN * 8 + "quit\n")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "The end of “Eight lessons at Vesper”" in done.stdout
    assert "choose 1 confidence" not in done.stdout, "what is piped in is not printed"


def test_the_same_script_prints_the_same() -> None:
    import re

    first, second = (tabletop("play", "halcyon", "--seed", "8", typed=TURN * 3).stdout for _ in range(2))
    assert re.sub(r"resume \S+", "", first) == re.sub(r"resume \S+", "", second)


def test_the_end_of_input_is_calm_and_says_how_to_go_on() -> None:
    done = tabletop("play", "halcyon-tutorial", "--plain", typed="choose 1 conf")
    assert done.returncode == 0
    assert done.stderr == ""
    name = done.stdout.split("tabletop resume ")[1].split()[0]
    assert done.stdout.endswith(f"tabletop resume {name} --plain\n")
    again = tabletop("resume", name, "--plain")
    assert again.returncode == 0
    assert "turn 1. What do you do?" in again.stdout


def test_mistakes_before_the_game_are_told_on_standard_error() -> None:
    for words, said, code in (
        (("play", "halcyon", "--as", "borealsi", "--plain"), "borealis", 2),
        (("play", "halcyon", "--people", "3", "--plain"), "--hot-seat", 2),
        (("resume", "no-such-game", "--plain"), "no-such-game", 1),
        (("resume", "--plain"), "No game", 1),
        (("play", "--seed", "4", "--plain"), "needs a campaign", 2),
    ):
        done = tabletop(*words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert said.lower() in done.stderr.lower(), words
        assert done.stderr.count("\n") == 1


def test_bytes_that_are_no_text_end_nothing() -> None:
    done = tabletop("play", "halcyon-tutorial", typed=b"\xff\xfe\x80 \xc3\x28\nstatus\nquit\n")
    assert done.returncode == 0
    assert "There is no command" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="pipes close otherwise elsewhere")
def test_a_reader_that_goes_away_is_nothing_to_cry_about(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("look\n" * 3000, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m tabletop play halcyon-tutorial < {script} | head -n 1"],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == "Eight lessons at Vesper, level basics\n"


def test_neither_textual_nor_rich_is_loaded() -> None:
    code = """
import sys
from tabletop.cli import main
code = main(["play", "halcyon-tutorial", "--plain"])
print(code, sorted({"textual", "rich"} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input="choose\n\n\n\nseal yes\nwhy\n1\nhistory 1\nquit\n", capture_output=True,
        encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    assert done.stderr == "0 []\n"
    assert "Turn 1 of 1 played" in done.stdout


# ---------------------------------------------------------------- terminals

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminals here")


def terminal(*words: str, width: int = 80, **more: str) -> pexpect.spawn[str]:
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}
    for name in ("COLUMNS", "LINES", "LC_ALL", "LC_CTYPE"):
        if name not in more:
            environment.pop(name, None)
    return pexpect.spawn(
        sys.executable, ["-m", "tabletop", *words], dimensions=(24, width), env=environment, timeout=180,
        encoding="utf-8", codec_errors="replace",
    )  # fmt: skip


def code(child: pexpect.spawn[str]) -> int | None:
    """The exit code, once the program has said all and ended by itself: closing its terminal would end it otherwise."""
    child.expect(pexpect.EOF)
    child.wait()
    child.close()
    return child.exitstatus  # type: ignore[no-any-return]


def test_in_a_terminal_nothing_but_lines_is_sent() -> None:
    child = terminal("play", "halcyon-tutorial", "--seed", "1", "--plain")
    child.expect(r"turn 1\. What do you do\? ")
    said = child.before
    child.sendline("choose 1 confidence")
    child.expect(r"not sealed yet\. What do you do\? ")
    said += child.before
    child.sendline("seal")
    child.expect(r"Seal it\? yes or no: ")
    child.sendline("yes")
    child.expect(r"turn 2\. What do you do\? ")
    said += child.before
    child.sendline("quit")
    child.expect(pexpect.EOF)
    said += child.before
    child.close()
    assert child.exitstatus == 0
    assert "\x1b" not in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_a_dumb_terminal_gets_lines_without_asking() -> None:
    child = terminal("--library", "nowhere", TERM="dumb")
    child.expect("Number or word, or quit: ")
    assert "\x1b" not in child.before
    child.sendline("quit")
    assert code(child) == 0


def test_ctrl_c_is_130_and_says_how_to_go_on() -> None:
    child = terminal("play", "halcyon-tutorial", "--plain")
    child.expect(r"What do you do\? ")
    child.sendintr()
    child.expect("tabletop resume")
    assert code(child) == 130


def test_ctrl_d_is_the_end_of_input() -> None:
    child = terminal("play", "halcyon-tutorial", "--plain")
    child.expect(r"What do you do\? ")
    child.sendeof()
    child.expect("The input has ended.")
    assert code(child) == 0


def test_a_terminal_that_knows_only_ascii_gets_only_ascii() -> None:
    child = terminal("play", "halcyon", "--plain", LANG="C")
    child.expect(r"What do you do\? ")
    said = child.before
    child.sendline("members")
    child.expect(r"What do you do\? ")
    said += child.before
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    assert said.isascii()
    assert "Aurelia" in said


def test_a_narrow_terminal_gets_short_lines() -> None:
    child = terminal("play", "halcyon", "--plain", width=40)
    child.expect(r"What do you do\? ")
    assert max(len(line) for line in child.before.splitlines()) <= 39
    child.sendline("quit")
    child.expect(pexpect.EOF)


@pytest.mark.skipif(os.name != "posix", reason="signals are otherwise elsewhere")
def test_a_terminal_that_is_gone_loses_no_sealed_move() -> None:
    child = terminal("play", "halcyon-tutorial", "--plain")
    child.expect(r"What do you do\? ")
    child.sendline("choose 1 confidence")
    child.expect(r"What do you do\? ")
    child.sendline("seal yes")
    child.expect(r"turn 2\. What do you do\? ")
    child.kill(signal.SIGHUP)
    child.expect(pexpect.EOF)
    child.close(force=True)
    assert "turn 2. What do you do?" in tabletop("resume").stdout


# ---------------------------------------------------------------- letters and words


def test_letters_that_cannot_be_shown_are_spelled() -> None:
    assert letters("“Åland” – a → b … ½", "ascii") == '"Aland" - a to b ... 1/2'
    assert letters("◆ Aurelia ☮", "ascii") == "(black diamond) Aurelia (peace symbol)"
    assert letters("漢字", "ascii") == "??"
    assert letters("Ærø £ €", "latin-1") == "Ærø £ (euro sign)"
    assert letters("Ærø 漢字", "utf-8") == "Ærø 漢字"


def test_signs_are_said_in_words() -> None:
    assert spoken("Cohesion 60.2 → 61.3 (+1.1): talks +2.0; side deals −0.9.") == (
        "Cohesion 60.2 to 61.3 (plus 1.1): talks plus 2.0; side deals minus 0.9."
    )
    assert spoken("3–5 turns left, 42 % with 3") == "3 to 5 turns left, 42 percent with 3"
    assert spoken("Bilateral with Corte · effort 1") == "Bilateral with Corte, effort 1"
    assert formula("T −= 0.4·(T − 50)/10 ± ½, within 5 %..95 %") == (
        "T falls by 0.4 times (T minus 50) over 10 plus or minus a half, within 5 percent to 95 percent"
    )
    assert (signed(-2.04), signed(3), signed(0.04)) == ("minus 2.0", "plus 3.0", "0.0")
    assert (change(-2.04), change(3), change(-0.04)) == ("down 2.0", "up 3.0", "unchanged")


@pytest.mark.parametrize(
    ("environment", "ascii_only"),
    [
        ({}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_CTYPE": "C"}, True),
        ({"LC_CTYPE": "C.UTF-8"}, False),
    ],
)
def test_a_locale_of_c_means_ascii(environment: dict[str, str], ascii_only: bool) -> None:
    assert only_ascii(environment) is ascii_only


def test_blank_lines_do_not_pile_up() -> None:
    out = io.StringIO()
    paper = Paper(out)
    paper.heading("One")
    paper.gap()
    paper.gap()
    paper.say("two")
    paper.heading("Three")
    assert out.getvalue() == "One\n\ntwo\n\nThree\n"
    assert line_width(out) == 78

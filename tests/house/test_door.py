"""The command line as scripts and people meet it: words, exit codes, and what is said when something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

import tabletop
from tabletop import cli
from tabletop.cli import Exit, main
from tabletop.errors import TabletopError, UsageError

OPTIONS = {
    "play": ["--as", "--seed", "--hot-seat", "--level", "--npc", "--plain", "--library"],
    "resume": ["--plain"],
    "run": ["--seed", "--level", "--mind", "--script", "--json", "--library"],
    "check": ["--format", "--strict", "--library"],
    "explain": [],
    "sessions": ["list", "show", "verify", "export", "import", "fork", "delete"],
}


def python(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter with the variables `more` in its environment."""
    environment = {**os.environ, **more}
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=180,
        check=False,
    )


def tabletop_call(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`tabletop WORDS` in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "tabletop", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        timeout=180,
        check=False,
    )


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], list[str]]:
    """Put a command `try` behind the door whose work is the given function; returns the words that call it."""

    def behind(work: Callable[[], int]) -> list[str]:
        room = types.ModuleType("tabletop.cli.made_for_a_test")
        room.add_arguments = lambda parser: None  # type: ignore[attr-defined]
        room.main = lambda args: work()  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, room.__name__, room)
        monkeypatch.setattr(cli, "COMMANDS", (cli.Command("try", "a test", room.__name__),))
        return ["try"]

    return behind


def raises(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


# ---------------------------------------------------------------- words


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == Exit.FINE
    out = capsys.readouterr().out
    for word in OPTIONS:
        assert f"\n    {word} " in out


@pytest.mark.parametrize("word", OPTIONS)
def test_help_of_a_command_lists_its_options(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word, "--help"]) == Exit.FINE
    out = capsys.readouterr().out
    for option in OPTIONS[word]:
        assert option in out, f"`tabletop {word}` has no {option}"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == Exit.FINE
    assert capsys.readouterr().out == f"tabletop {tabletop.__version__}\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plya"], "did you mean play?"),
        (["zzz"], "there is play, resume"),
        (["--libary"], "--libary"),
        (["run"], "CAMPAIGN"),
        (["run", "halcyon", "--seed", "many"], "--seed"),
        (["run", "halcyon", "--level", "ful"], "did you mean full?"),
        (["check"], "check"),
        (["check", "--format", "xml", "."], "--format"),
    ],
)
def test_wrong_words_are_one_line_and_code_2(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    assert says in err
    assert "tabletop" in err, "the next step is missing"


@pytest.mark.parametrize("words", [["run", "no-such-campaign"], ["play", "no-such-campaign"], ["explain", "E999"]])
def test_an_unknown_thing_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) in {Exit.PROBLEM, Exit.USAGE}
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    assert words[1] in err


def test_library_may_stand_before_and_after_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[list[Path]] = []
    room = types.ModuleType("tabletop.cli.made_for_a_test")
    room.add_arguments = lambda parser: None  # type: ignore[attr-defined]
    room.main = lambda args: seen.append(args.library) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, room.__name__, room)
    monkeypatch.setattr(cli, "COMMANDS", (cli.Command("try", "a test", room.__name__, library=True),))
    for words in (
        ["try"],
        ["--library", "a", "try"],
        ["try", "--library", "b"],
        ["--library", "a", "try", "--library", "b"],
    ):
        assert main(words) == Exit.FINE
    assert seen == [[], [Path("a")], [Path("b")], [Path("a"), Path("b")]]


def test_home_without_a_terminal_is_a_list_of_lines() -> None:
    done = tabletop_call()
    assert done.returncode == Exit.FINE
    assert done.stderr == ""
    assert "1. Tutorial" in done.stdout
    assert "Number or word, or quit:" in done.stdout


def test_plain_may_stand_before_the_command_of_a_game_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--plain", "check", "halcyon"]) == Exit.USAGE
    assert "--plain belongs to a game" in capsys.readouterr().err
    assert main(["--plain", "play", "no-such-campaign"]) == Exit.PROBLEM
    assert "no-such-campaign" in capsys.readouterr().err


# ---------------------------------------------------------------- what is loaded


def test_help_loads_nothing_but_the_standard_library(tmp_path: Path) -> None:
    code = """
import sys
before = set(sys.modules)
from tabletop.cli import main
main(["--help"])
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(new - set(sys.stdlib_module_names) - {"tabletop"}), file=sys.stderr)
"""
    done = python(code)
    assert done.returncode == 0
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    "words", [["run", "halcyon", "--seed", "3", "--json"], ["check", "halcyon"], ["sessions", "list"]]
)
def test_commands_without_a_screen_never_load_textual(words: list[str], tmp_path: Path) -> None:
    code = f"""
import os, sys
os.chdir({str(tmp_path)!r})
from tabletop.cli import main
code = main({words!r})
print(code, sorted({{"textual", "rich"}} & set(sys.modules)), file=sys.stderr)
"""
    assert python(code).stderr == "0 []\n"


# ---------------------------------------------------------------- what goes wrong


def test_errors_for_people_are_said_in_their_own_words(
    command: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(raises(TabletopError("The deck is empty.", "Add a card.")))) == Exit.PROBLEM
    assert capsys.readouterr().err == "The deck is empty. Add a card.\n"
    assert main(command(raises(UsageError("There is no member “x”.")))) == Exit.USAGE
    assert capsys.readouterr().err == "There is no member “x”.\n"


def test_errors_with_control_characters_do_not_reach_the_terminal(
    command: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    main(command(raises(TabletopError("The title is \x1b]0;owned\x07\x9b31m\r\nhere."))))
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in err.rstrip("\n"))


def test_a_crash_is_one_calm_sentence_and_a_log_without_locals(
    command: Callable[..., list[str]], own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> int:
        secret = "the brief of Borealis"
        return len(secret) // 0

    assert main(command(work)) == Exit.PROBLEM
    out, err = capsys.readouterr()
    (log,) = (own_home / "logs").iterdir()
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert str(log) in err
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert tabletop.__version__ in text
    assert "Borealis'" not in text
    assert "secret =" not in text.replace('secret = "the brief of Borealis"', "")
    if os.name == "posix":
        assert log.stat().st_mode & 0o077 == 0


def test_a_crash_whose_log_cannot_be_written_says_so(
    command: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TABLETOP_HOME", os.path.join(os.devnull, "nowhere"))
    assert main(command(raises(RuntimeError("odd")))) == Exit.PROBLEM
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "no log could be written" in err


def test_crash_logs_do_not_pile_up(command: Callable[..., list[str]], own_home: Path) -> None:
    for _ in range(30):
        main(command(raises(RuntimeError("again"))))
    assert len(list((own_home / "logs").iterdir())) == 20


def test_ctrl_c_is_130_and_silent(command: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command(raises(KeyboardInterrupt()))) == Exit.INTERRUPTED == 130
    assert capsys.readouterr() == ("", "")


def test_a_full_disk_is_one_line(command: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    import errno

    full = OSError(errno.ENOSPC, "No space left on device", "some/file")
    code = f"""
import sys, types
from tabletop import cli
room = types.ModuleType("tabletop.cli.made_for_a_test")
def work(args):
    raise OSError({errno.ENOSPC}, "No space left on device", "some/file")
room.add_arguments, room.main = (lambda parser: None), work
sys.modules[room.__name__] = room
cli.COMMANDS = (cli.Command("try", "a test", room.__name__),)
sys.exit(cli.main(["try"]))
"""
    done = python(code)
    assert done.returncode == Exit.PROBLEM
    assert done.stderr.startswith(f"some/file: {full.strerror}.")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a Linux thing")
def test_standard_output_on_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tabletop", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=180,
            check=False,
        )
    assert done.returncode == Exit.PROBLEM
    assert done.stderr.count("\n") == 1, done.stderr
    assert "No space left" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes close otherwise elsewhere")
def test_a_reader_that_goes_away_is_nothing_to_cry_about() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -c 'import sys; from tabletop import cli; import types\n"
         "room = types.ModuleType(\"tabletop.cli.made_for_a_test\")\n"
         "room.add_arguments = lambda parser: None\n"
         "room.main = lambda args: [print(\"x\" * 1000) for _ in range(2000)] and 0\n"
         "sys.modules[room.__name__] = room\n"
         "cli.COMMANDS = (cli.Command(\"try\", \"a test\", room.__name__),)\n"
         "sys.exit(cli.main([\"try\"]))' | head -n 1"],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == "x" * 1000 + "\n"


def test_output_is_utf8_whatever_the_machine_says() -> None:
    code = """
import sys
from tabletop.cli.streams import prepare
prepare()
print("Åland → ◆")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=180,
        check=True,
    )
    assert done.stdout == "Åland → ◆\n".encode()

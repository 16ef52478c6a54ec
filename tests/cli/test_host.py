"""`tabletop host`: it asks before the network can come in, and says what is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main
from tabletop.host.room import record
from tabletop.session import Store


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["host", *words]) == 2
    return capsys.readouterr().err


def test_what_is_wrong_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Which campaign?" in refused(capsys)
    assert "campaign already" in refused(capsys, "halcyon", "--resume", "x")
    assert "keeps its rules" in refused(capsys, "--resume", "x", "--rule", "pledges")
    assert "--key belongs to --cert" in refused(capsys, "halcyon", "--key", "x")
    assert "1 to 60 groups" in refused(capsys, "halcyon", "--groups", "0")
    assert "no address" in refused(capsys, "halcyon", "--bind", "somewhere", "--yes")
    assert "no name of a machine" in refused(capsys, "halcyon", "--name", "<b>")
    assert "no port" in refused(capsys, "halcyon", "--port", "70000")
    assert "needs a terminal" in refused(capsys, "halcyon", "--bind", "127.0.0.1")


def test_without_a_terminal_it_does_not_leave_this_machine_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "halcyon", "--no-console", "--bind", "0.0.0.0")
    assert "nobody can be asked" in told
    assert "--yes" in told


def test_nothing_to_go_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "--resume", "--no-console", "--bind", "127.0.0.1"]) == 1
    assert "no class to go on with" in capsys.readouterr().err


def test_a_start_that_fails_leaves_no_class_behind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        here = ("--no-console", "--bind", "127.0.0.1")
        for words, told in (
            (("halcyon", *here, "--cert", str(tmp_path / "nowhere.pem")), "No such file"),
            (("halcyon", *here, "--cert", str(wrong)), "it is no PEM file"),
            (("halcyon", *here, "--port", port), f"--port {int(port) + 1}"),
            (("nope", *here), "nope"),
        ):
            assert main(["host", *words]) == 1
            assert told in capsys.readouterr().err
    assert list(record.names(Store())) == []


class Called:
    """`tabletop host` in a process of its own, until it says how it is stopped."""

    def __init__(self, home: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tabletop", "host", *words, "--no-console"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TABLETOP_HOME": str(home)},
        )
        assert self.process.stdout is not None
        self.said = ""
        while "Ctrl-C" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def end(self, sign: signal.Signals) -> tuple[str, str, int]:
        self.process.send_signal(sign)
        rest, error = self.process.communicate(timeout=60)
        return self.said + rest, error, self.process.returncode

    @property
    def address(self) -> str:
        return next(word for word in self.said.split() if word.startswith("http"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_serves_until_it_is_stopped_and_goes_on(own_home: Path) -> None:
    here = ("--bind", "127.0.0.1", "--port", "0")
    said, error, code = Called(
        own_home, "halcyon", "--groups", "2", "--plan", "45", "--open-door", *here
    ).end(signal.SIGINT)  # fmt: skip
    assert code == 0
    assert "Only this machine can reach the class." in said
    assert "The class is kept" in error
    assert "Traceback" not in error
    again, _, code = Called(own_home, "--resume", *here).end(signal.SIGINT)
    assert code == 0
    assert said.split("Code")[1].split()[0] == again.split("Code")[1].split()[0], "the code stays"


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("openssl"), reason="signals, openssl")
def test_after_a_kill_it_is_found_where_it_was_and_as_safely(own_home: Path) -> None:
    host = Called(own_home, "halcyon", "--bind", "127.0.0.1", "--port", "0", "--tls")
    address = host.address
    assert address.startswith("https://127.0.0.1:")
    host.end(signal.SIGKILL)
    again = Called(own_home, "--resume")
    assert again.address == address
    again.end(signal.SIGKILL)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(address.rsplit(":", 1)[1])))
        taken.listen()
        moved = Called(own_home, "--resume")
        said, _, code = moved.end(signal.SIGINT)
        assert code == 0
        assert moved.address.startswith("https://127.0.0.1:")
        assert moved.address != address
        assert "where the class was, is taken" in said


def test_other_commands_do_not_load_the_network(root: Path) -> None:
    code = (
        "import sys; from tabletop.cli import main; main(['--help'])\n"
        "import tabletop.cli.host\n"
        "loaded = [name for name in ('starlette', 'uvicorn', 'websockets', 'segno', 'h11') if name in sys.modules]\n"
        "main(['run', 'halcyon', '--seed', '1'])\n"
        "loaded += [name for name in ('starlette', 'uvicorn', 'websockets', 'segno') if name in sys.modules]\n"
        "print('LOADED', loaded)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180, check=False)
    assert "LOADED []" in done.stdout, done.stderr

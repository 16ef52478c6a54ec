"""`tabletop host`: it asks before the network can come in, and says what is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main


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
    assert "no port" in refused(capsys, "halcyon", "--port", "70000")
    assert "needs a terminal" in refused(capsys, "halcyon", "--bind", "127.0.0.1")


def test_without_a_terminal_it_does_not_leave_this_machine_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "halcyon", "--no-console", "--bind", "0.0.0.0")
    assert "nobody can be asked" in told
    assert "--yes" in told


def test_nothing_to_go_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "--resume", "--no-console", "--bind", "127.0.0.1"]) == 1
    assert "no class to go on with" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_serves_until_it_is_stopped_and_goes_on(own_home: Path) -> None:
    def called(*words: str) -> tuple[str, str, int]:
        host = subprocess.Popen(
            [sys.executable, "-m", "tabletop", "host", *words, "--no-console", "--bind", "127.0.0.1", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TABLETOP_HOME": str(own_home)},
        )
        assert host.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = host.stdout.readline()
            assert line, said
            said += line
        host.send_signal(signal.SIGINT)
        rest, error = host.communicate(timeout=60)
        return said + rest, error, host.returncode

    said, error, code = called("halcyon", "--groups", "2", "--plan", "45", "--open-door")
    assert code == 0
    assert "Only this machine can reach the class." in said
    assert "The class is kept" in error
    assert "Traceback" not in error
    again, _, code = called("--resume")
    assert code == 0
    assert said.split("Code")[1].split()[0] == again.split("Code")[1].split()[0], "the code stays"


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

"""`tabletop whatif`: what it prints, its data, its exit codes; and that the page shows what is printed.

TABLETOP_BLESS=1 writes the transcript of docs/whatif.md anew.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign
from tabletop.content.text import width
from tabletop.session import Store, Table, mind_choices

BLESS = os.environ.get("TABLETOP_BLESS") == "1"
ONE = '--run halcyon --seed 5 --level basics --turn 5 --seat delmar --choose "hold"'


def ask(words: str, capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert main(["whatif", *shlex.split(words)]) == code
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    assert (captured.out == "") == (code != 0)
    return captured.out or captured.err


def stored(turns: int = 99) -> str:
    """A game of one person, kept; its name."""
    content = load_campaign("halcyon")
    person = content.members[1].id
    with Table.new(content, 3, people=[person], store=Store()) as table:
        while not table.game.over and len(table.game.played) < turns:
            (command,) = mind_choices(table.game, {person: "greedy"})
            table.choose(person, command.choice)
            table.resolve()
        return table.name


def test_the_page_shows_what_is_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root / "docs" / "whatif.md"
    text = page.read_text(encoding="utf-8")
    if BLESS:
        block = f"```\n$ tabletop whatif {ONE}\n{ask(ONE, capsys)}```"
        text = re.sub(
            r"^TRANSCRIPT$|```\n\$ tabletop whatif .*?```", lambda _: block, text, flags=re.DOTALL | re.MULTILINE
        )
        page.write_text(text, encoding="utf-8")
    found = re.search(r"```\n\$ tabletop whatif ([^\n]+)\n(.*?)```", text, re.DOTALL)
    assert found is not None
    assert ask(found[1], capsys) == found[2]


def test_two_columns_of_eighty_cells(capsys: pytest.CaptureFixture[str]) -> None:
    told = ask("--run double-track --seed 2 --turn 2 --seat italy --choose hold --set side_deal=0", capsys)
    assert max(width(line) for line in told.splitlines()) <= 80
    assert "\x1b" not in told
    assert "side_deal" in told
    assert "(rule R3, Side deals; theory; for the idea: Snyder" in " ".join(told.split())
    bars = {line.index("│") for line in told.splitlines() if "│" in line}
    assert bars == {39}


def test_the_latest_game_and_a_named_one(capsys: pytest.CaptureFixture[str]) -> None:
    name = stored()
    told = ask("--turn 2 --seat Borealis --choose hold", capsys)
    assert f"session {name}" in " ".join(told.split())
    assert ask(f"{name} --turn 2 --seat borealis --choose hold", capsys) == told


def test_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask('--run halcyon --seed 7 --turn 3 --seat borealis --choose hold '
                           "--set cohesion_weights.trust=0.3 --json", capsys))  # fmt: skip
    assert list(found) == [
        "campaign", "session", "level", "seed", "finished", "changes", "set", "parted", "beyond", "because", "replaced",
        "was", "otherwise",
    ]  # fmt: skip
    assert found["changes"][0]["choice"]["strategy"] == "hold"
    assert [(one["name"], one["along"]) for one in found["set"]][:2] == [
        ("cohesion_weights.trust", False), ("cohesion_weights.equity", True),
    ]  # fmt: skip
    for one in found["because"]:
        assert set(one) == {"turn", "rule", "title", "index", "part", "was", "otherwise", "text"}
    assert main(["run", "halcyon", "--seed", "7", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    end = rows.pop()
    assert found["was"]["state_hash"] == end["state_hash"]
    assert found["was"]["members"] == end["members"]
    for row, played in zip(rows[1:], found["was"]["played"], strict=True):
        for name in ("turn", "act", "dealt", "cards", "choices", "cohesion", "stability"):
            assert played[name] == row[name]
        for mine, theirs in zip(played["outcomes"], row["outcomes"], strict=True):
            assert {name: mine[name] for name in theirs} == theirs


def test_several_choices(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask("--run halcyon --turn 2 --seat borealis --choose hold --seat delmar --choose hold --json",
                           capsys))  # fmt: skip
    assert [(one["turn"], one["member"]) for one in found["changes"]] == [(2, "borealis"), (2, "delmar")]


def test_a_game_that_goes_on_tells_nothing_of_what_is_to_come(capsys: pytest.CaptureFixture[str]) -> None:
    stored(turns=3)
    told = ask("--turn 2 --seat borealis --choose hold", capsys)
    assert "up to turn 3, the last one played" in told
    assert "National score" not in told
    found = json.loads(ask("--turn 2 --seat borealis --choose hold --json", capsys))
    assert (found["seed"], found["was"]["members"], found["otherwise"]["state_hash"]) == (None, None, None)
    assert len(found["otherwise"]["played"]) <= 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--run halcyon", 2, "Nothing is asked"),
        ("--run halcyon --choose hold", 2, "--choose needs --turn"),
        ("--run halcyon --turn 1 --choose hold", 2, "--choose needs --seat"),
        ("--run halcyon --turn 1", 2, "ask nothing without --choose"),
        ("--run halcyon --turn 1 --turn 2 --turn 3 --seat delmar --choose hold --choose hold", 2, "is given 3 times"),
        ("--run halcyon --turn 99 --seat delmar --choose hold", 2, "It has turns 1 to"),
        ("--run halcyon --turn 1 --seat dellmar --choose hold", 2, "Did you mean “delmar”?"),
        ("--run halcyon --turn 1 --seat delmar --choose bilatral", 2, "Did you mean “Bilateral”?"),
        (
            "--run halcyon --turn 1 --seat delmar --choose 'track2 on cable-cut'",
            1,
            "is not on the table. On the table:",
        ),
        ("--run halcyon --turn 1 --seat delmar --choose 'effort 9'", 1, "no means for effort 9. It can spend"),
        ("--run halcyon --turn 1 --seat delmar --choose '{'", 2, "is not JSON"),
        ("--run halcyon --turn 1 --seat delmar --choose '[1]'", 2, "A choice is an object"),
        ('--run halcyon --turn 1 --seat delmar --choose \'{"strategy": "hol"}\'', 2, "Did you mean “hold”?"),
        ('--run halcyon --turn 1 --seat delmar --choose \'{"strateg": "hold"}\'', 2, "Did you mean “strategy”?"),
        (
            '--run halcyon --turn 1 --seat delmar --choose \'{"strategy": "track2", "card": "cable-cut"}\'',
            1,
            "is not on the table. On the table:",
        ),
        ("--run halcyon --turn 1 --seat delmar --choose 'bilateral with delmar'", 2, "no possible partner of delmar"),
        ("--set side_deal=1 halcyon --run", 2, "“halcyon” is no NAME=VALUE, like side_deal=2"),
        ("--run halcyon --set side_deel=1", 2, "Did you mean “side_deal”? It goes from 0 to 15"),
        ("--run halcyn --set side_deal=1", 1, "there is no campaign “halcyn”"),
        ("x --run halcyon --set side_deal=1", 2, "Either a stored game or --run"),
        ("--seed 3 --set side_deal=1", 2, "A stored game has its own seed"),
        ("--set side_deal=1", 1, "No games are stored yet"),
        ("nowhere --set side_deal=1", 1, "There is no session nowhere"),
    ],
)
def test_wrong_words(words: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in ask(words, capsys, code)

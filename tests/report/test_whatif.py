"""The section “What if”: there when it was asked for, in every form, and never of a game that goes on."""

from __future__ import annotations

import pytest

from tabletop.cli import main
from tabletop.game.choice import Choice
from tabletop.lab.whatif import Altered, whatif
from tabletop.report import Report, gather, render
from tabletop.session import Store, Table


@pytest.fixture(scope="module")
def asked(over: Table) -> Report:
    game = over.game
    found = [
        whatif(game, over.npc, [Altered(2, game.people[0], Choice())]),
        whatif(game, over.npc, (), {"side_deal": 0, "cohesion_weights.trust": 0.3}),
    ]
    return gather(game, over.npc, whatifs=found)


def test_without_a_question_there_is_no_section(report: Report) -> None:
    assert report.whatifs == ()
    assert "## What if" not in render(report, "md")
    assert 'id="whatif"' not in render(report, "html")


def test_markdown(asked: Report) -> None:
    text = render(asked, "md")
    section = text[text.index("## What if") : text.index("## Trust")]
    assert "### In turn 2 " in section
    assert "### Other numbers in the model" in section
    assert "side\\_deal" in section
    assert "Snyder" in section
    assert section.count("National scores:") == 2
    assert "gives way" in section or "give way" in section


def test_html_draws_both_courses(asked: Report) -> None:
    page = render(asked, "html")
    assert page.count("Cohesion and stability in both stories") == 2
    assert 'class="curve cohesion was"' in page
    assert "<script" not in page


def test_the_facts(asked: Report) -> None:
    first = asked.whatifs[0]
    assert first.parted == 2
    assert all(row.turn >= 2 and row.was != row.other for row in first.rows)
    assert first.was.cohesion == tuple(moment.cohesion for moment in asked.timeline)
    assert Report.model_validate_json(render(asked, "json")) == asked


def test_nothing_of_a_game_that_goes_on(going_on: Table) -> None:
    game = going_on.game
    found = whatif(game, going_on.npc, [Altered(1, game.people[0], Choice())])
    assert gather(game, going_on.npc, whatifs=[found]).whatifs == ()


def test_from_the_command_line(over: Table, going_on: Table, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store()
    with store.create(over.game, npc=over.npc) as kept:
        name = kept.name
    assert main(["report", name, "--whatif", "2 borealis hold", "--set", "side_deal=0"]) == 0
    assert "## What if" in capsys.readouterr().out
    assert main(["report", name, "--whatif", "2 boralis hold"]) == 2
    assert "Did you mean “borealis”?" in capsys.readouterr().err
    with store.create(going_on.game, npc=going_on.npc) as kept:
        name = kept.name
    assert main(["report", name, "--whatif", "2 borealis hold"]) == 1
    assert "This game goes on" in capsys.readouterr().err

"""The templates are sound, play to an end at every level, and show every key there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from tabletop import minds
from tabletop.content import check_paths, load_campaign, reader
from tabletop.content.campaign_models import CampaignFile
from tabletop.content.card_models import Card, DeckFile
from tabletop.content.proofs.unwritten import WORDS
from tabletop.content.schema import said
from tabletop.errors import TabletopError, UsageError
from tabletop.lab.play import play
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level, Over
from tabletop.workbench.start.begin import HERE, TEMPLATES, Kind, Names, begin

KINDS: tuple[Kind, ...] = get_args(Kind)
ALL = [(kind, template) for kind in KINDS for template in TEMPLATES]


@pytest.mark.parametrize(("kind", "template"), ALL)
def test_it_has_no_problem_at_all(kind: Kind, template: Any, tmp_path: Path) -> None:
    begin(kind, tmp_path / "harbour", template)
    found = check_paths([tmp_path / "harbour"])
    assert [f"{p.file}:{p.line} {p.code} {p.message}" for p in found if p.code != "T420"] == []


@pytest.mark.parametrize(("kind", "template"), ALL)
def test_what_the_author_is_asked_to_write_is_remarked(kind: Kind, template: Any, tmp_path: Path) -> None:
    """Every sentence of a template that begins like an instruction is known to the check, and no other."""
    files = begin(kind, tmp_path / "harbour", template)
    text = " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in files)
    expected = sum(text.count(words) for words in WORDS if words[0] != "F" or f"Say f{words[1:]}" not in text)
    told = [problem for problem in check_paths([tmp_path / "harbour"]) if problem.code == "T420"]
    assert len(told) == expected > 0
    assert {problem.excerpt[problem.column - 1 :][: problem.length] in text for problem in told} == {True}


def test_the_check_knows_sentences_of_templates_only() -> None:
    texts = [" ".join(file.read_text(encoding="utf-8").split()) for file in HERE.rglob("*.yaml")]
    assert [words for words in WORDS[:-1] if not any(words in text for text in texts)] == []


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("level", list(Level))
def test_it_plays_to_an_end_that_is_told(template: Any, level: Level, tmp_path: Path) -> None:
    begin("campaign", tmp_path / "harbour", template)
    campaign = load_campaign(tmp_path / "harbour")
    keys = np.array([game_key(seed) for seed in range(1, 201)], np.uint64)
    end = play(campaign.tables(level), keys, minds.thoughtful)
    assert end.end_turn.max() <= 10
    assert (end.over == Over.FINISHED).mean() > 0.6, "most first games should not end in a collapse"
    passed = (end.over == Over.FINISHED) & (
        np.minimum(end.cohesion, end.stability) >= campaign.tables(level).book.pass_mark
    )
    assert 0.3 < passed.mean() < 0.96, "a first game can be won and lost"


@pytest.mark.parametrize(("kind", "template"), ALL)
def test_it_says_what_to_do_next_and_leaves_no_mark(kind: Kind, template: Any, tmp_path: Path) -> None:
    files = begin(kind, tmp_path / "harbour", template)
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"@\w+@", text), file
        assert str(tmp_path) not in text, "where it lies is the author's own business"
        assert max(map(len, text.splitlines())) <= 180
        assert text.startswith("#")
    whole = "".join(file.read_text(encoding="utf-8") for file in files)
    assert re.search(r"tabletop (preview|run) \./harbour", whole)


def _shown(text: str) -> set[str]:
    """Keys of a YAML text, in comments too (“# key: …” on a line of its own)."""
    return set(re.findall(r"(?:^[ \t]*(?:# |- )?|[{,] *)([a-z_0-9]+):(?= |$)", text, re.MULTILINE))


def test_the_full_template_shows_every_key() -> None:
    """A key that a model gains must be shown here too."""
    shown = {
        CampaignFile: _shown((HERE / "campaign/full/campaign.yaml").read_text(encoding="utf-8")),
        DeckFile: _shown((HERE / "deck/full/deck.yaml").read_text(encoding="utf-8")),
        Card: _shown((HERE / "deck/full/cards/first.yaml").read_text(encoding="utf-8")),
    }
    everywhere = set().union(*shown.values())
    for root, keys in shown.items():
        assert {key.name for key in said.keys(root)} <= keys, root.__name__
        for model in said.below(root):
            missing = {key.name for key in said.keys(model)} - everywhere
            assert not missing, f"{model.__name__}: {missing}"


@pytest.mark.parametrize(
    "title", ['A "quarrel": [one] #1', "it's {odd}", "- no list", "true", "100", "Ænglisc ‘sea’", "a\\b"]
)
def test_words_of_the_author_stay_what_they_are(title: str, tmp_path: Path) -> None:
    names = Names(title=title, authors=("Ann & Bob", "C: D"), licence="Ours #2")
    for kind in KINDS:
        first = begin(kind, tmp_path / kind, "minimal", names)[0]
        data = reader.read(first, first.parent).data
        assert (data["title"], data["authors"], data["licence"]) == (title, ["Ann & Bob", "C: D"], "Ours #2")
        assert {problem.code for problem in check_paths([first.parent])} == {"T420"}


def test_the_id_is_made_from_the_folder(tmp_path: Path) -> None:
    first = begin("deck", tmp_path / "My 2nd Deck!")[0]
    assert reader.read(first, first.parent).data["id"] == "my-2nd-deck"


@pytest.mark.parametrize(
    "names", [Names(id="No"), Names(id="a" * 41), Names(title=" "), Names(title="x" * 161), Names(licence="x" * 61)]
)
def test_words_that_cannot_be_used_are_told_before_anything_is_written(names: Names, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        begin("deck", tmp_path / "one", "minimal", names)
    assert not (tmp_path / "one").exists()
    with pytest.raises(UsageError, match="No id"):
        begin("deck", tmp_path / "1999")


@pytest.mark.parametrize("taken", ["campaign.yaml", "decks/one/cards/first.yaml", "deck.yaml", "campaign.yml"])
def test_nothing_is_overwritten(taken: str, tmp_path: Path) -> None:
    file = tmp_path / "one" / taken
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(TabletopError, match=re.escape(file.name) + " is there already"):
        begin("campaign", tmp_path / "one")
    assert [path for path in (tmp_path / "one").rglob("*") if path.is_file()] == [file]
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("mine", encoding="utf-8")
    for path in (tmp_path / "one", tmp_path / "one" / "two"):
        with pytest.raises(TabletopError, match="one is a file"):
            begin("deck", path, "minimal", Names(id="two"))

"""Authors' tests, run: what is given holds, what is chosen is played, what is expected is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tabletop.cli import main
from tabletop.content import ContentError, check_paths
from tabletop.content.trials.loading import Trials, load_trials
from tabletop.workbench.trials.judging import Verdict, judge
from tabletop.workbench.trials.playing import play
from tabletop.workbench.trials.transcript import transcript

SMALL = Path(__file__).parents[2] / "content" / "samples" / "small.yaml"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(tests)`: a file of tests beside the small campaign; indented as it stands under ``tests:``."""
    home = tmp_path / "small"
    (home / "tests").mkdir(parents=True)
    (home / "campaign.yaml").write_text(SMALL.read_text(encoding="utf-8"), encoding="utf-8")

    def put(text: str, name: str = "one.yaml") -> Path:
        (home / "tests" / name).write_text("format: 1\ntests:\n" + text, encoding="utf-8")
        return home

    return put


def loaded(home: Path) -> Trials:
    trials = load_trials(home)
    assert [problem.one_line() for problem in trials.problems] == []
    return trials


def verdict(home: Path) -> Verdict:
    (test,) = loaded(home).tests
    return judge(test)


GIVEN = """
  - name: all that can be given
    given:
      seeds: [3, 9, 4]
      level: full
      minds: {everyone: random, aster: always-track2}
      card: inquiry
      act: storm
      turn: 2
      board: {tension: 61.5, harm: 3}
      members: {brel: {support: 12, means: 1.5, sovereignty: 4}}
      trust: [{between: [aster, brel], at: 20}, {from: west-holm, to: aster, at: 80.25}]
      flags: [ship-named]
    expect: [{that: true}]
"""


def test_everything_given_is_on_the_board(write: Write) -> None:
    (test,) = loaded(write(GIVEN)).tests
    played = play(test)
    first, opened = played.boards[0], played.boards[1]
    assert played.seeds == (3, 9, 4)
    assert (first.turn, opened.turn) == (1, 2)
    assert (first.tension == 6150).all()
    assert (first.harm == 300).all()
    brel, aster, west = (test.campaign.member(seat) for seat in ("brel", "aster", "west-holm"))
    assert (first.support[brel] == 1200).all()
    assert (first.means[brel] == 150).all()
    assert (first.sovereignty[brel] == 400).all()
    assert (first.trust[aster, brel] == 2000).all()
    assert (first.trust[brel, aster] == 2000).all()
    assert (first.trust[west, aster] == 8025).all()
    assert first.flags.all()
    assert (first.act == 1).all()
    # Weight 0, and so dealt only because the test asks for it.
    assert (opened.dealt[list(test.campaign.deck).index("inquiry")] == 2).all()


def test_one_game_is_the_same_among_many(write: Write) -> None:
    (test,) = loaded(write(GIVEN)).tests
    many, alone = play(test), play(test, (9,))
    assert [int(board.tension[1]) for board in many.boards[: len(alone.boards)]] == [
        int(board.tension[0]) for board in alone.boards
    ]


CHOICE = """
  - name: choices
    given: {{seeds: 1-40, card: shelf-line, minds: thoughtful}}
    choose:
{choose}
    expect:
{expect}
"""


def chosen(choose: str, expect: str) -> str:
    return CHOICE.format(choose=f"      - {choose}", expect=f"      - {expect}")


def test_what_is_chosen_is_played(write: Write) -> None:
    seen = []
    home = write(chosen("{turn: 1, do: {strategy: track2, card: shelf-line, effort: 1}}", "{that: true}"))
    (test,) = loaded(home).tests
    play(test, watch=lambda opened, choices, outcomes, after: seen.append(choices.strategy.copy()))
    assert (seen[0] == 4).all()
    assert not all((turn == 4).all() for turn in seen[1:])


def test_everybody_but_the_partner_goes_to_a_partner(write: Write) -> None:
    seen = []
    home = write(chosen("{turn: 1, do: {strategy: bilateral, card: shelf-line, target: aster}}", "{that: true}"))
    (test,) = loaded(home).tests
    play(test, watch=lambda opened, choices, outcomes, after: seen.append((choices.strategy, choices.target)))
    strategy, target = seen[0]
    aster = test.campaign.member("aster")
    others = [seat for seat in range(3) if seat != aster]
    assert (strategy[others] == 1).all()
    assert (target[others] == aster).all()


def test_a_choice_that_cannot_be_made_fails_the_test(write: Write) -> None:
    told = verdict(write(chosen("{turn: 1, do: {strategy: track2, card: cable-cut}}", "{that: true}")))
    assert not told.passed
    (refused,) = (one for one in told.findings if not one.met)
    assert refused.wanted == "track2 on cable-cut in turn 1 to be possible"
    assert refused.found.startswith("not possible in 40 of 40 games")
    assert refused.line == 7


def test_over_several_turns_once_is_enough(write: Write) -> None:
    told = verdict(write(chosen("{turn: 1-3, do: {strategy: track2, card: shelf-line}}", "{that: true}")))
    assert told.passed


@pytest.mark.parametrize(
    ("expect", "met"),
    [
        ("{dealt: shelf-line}", True),
        ("{dealt: shelf-line, share: none}", False),
        ("{dealt: shelf-line, by: 1}", True),
        ("{dealt: cable-cut, by: 2, share: none}", True),
        ("{dealt: cable-cut, by: 2, share: some}", False),
        ("{resolved: shelf-line, share: some}", True),
        ("{outbreak: shelf-line, share: at most 90%}", True),
        ("{act: calm}", True),
        ("{act: calm, share: at most 99%}", False),
        ("{act: storm, by: 1, share: none}", True),
        ("{act: storm, share: 0-100%}", True),
        ("{ending: other, share: at least 0%}", True),
        ("{ending: good, share: all}", False),
        ("{outcome: win, share: 1-99%}", True),
        ("{that: turn == 1, after: 1}", True),
        ("{that: turn > 3}", True),
        ("{that: outcome.win, share: some}", True),
        ("{that: {any: [tension < 0.5, tension >= 0.5]}}", True),
        ("{that: tension > 99, share: at most 50%}", True),
        ("{mean: cohesion, from: 0, to: 100}", True),
        ("{mean: cohesion, to: 1}", False),
        ("{mean: mean(support), from: 99}", False),
        ("{mean: turn, after: 2, from: 2, to: 2}", True),
    ],
)
def test_expectations_are_counted(write: Write, expect: str, met: bool) -> None:
    told = verdict(write(chosen("{turn: 1, do: {strategy: hold}}", expect)))
    assert told.passed is met, told
    for finding in told.findings:
        assert bool(finding.seeds) is not finding.met


def test_the_seeds_that_are_named_went_the_other_way(write: Write) -> None:
    home = write(chosen("{turn: 1, do: {strategy: hold}}", "{resolved: shelf-line, share: all}"))
    (test,) = loaded(home).tests
    (told,) = (one for one in judge(test).findings if not one.met)
    card = list(test.campaign.deck).index("shelf-line")
    again = play(test, told.seeds)
    assert (again.end.ended[card] != 1).all()
    resolved = int(np.sum(play(test).end.ended[card] == 1))
    assert told.found == f"in {resolved} of 40 games ({100 * resolved / 40:.3g} %)"


def test_transcripts_are_written_kept_and_compared(write: Write) -> None:
    home = write("  - {name: a game, given: {seeds: 5}, transcript: a.txt}\n")
    (test,) = loaded(home).tests
    told = judge(test).findings[0]
    assert told.wanted == "the game to go as in a.txt"
    assert "--bless" in told.found
    assert judge(test, bless=True).passed
    file = home / "tests" / "a.txt"
    assert file.read_text(encoding="utf-8") == transcript(test)
    assert judge(test).passed
    file.write_text(transcript(test).replace("turn 2", "turn two"), encoding="utf-8")
    told = judge(test)
    assert not told.passed
    assert any(line.startswith("-turn two") for line in told.diff)
    assert any(line.startswith("+turn 2") for line in told.diff)


def test_a_transcript_is_the_game_that_run_plays(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    home = write("  - {name: a game, given: {seeds: 5}, transcript: a.txt}\n")
    (test,) = loaded(home).tests
    assert main(["run", str(home), "--seed", "5", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = transcript(test)
    for row in rows[1:-1]:
        assert f"cohesion {row['cohesion']:g}, stability {row['stability']:g}" in text
        for seat, choice in row["choices"].items():
            assert (f"  {seat}: {choice['strategy']}") in text
    assert f"end: {rows[-1]['outcome']} after turn {rows[-1]['turns']}, ending {rows[-1]['ending']}" in text


# ---------------------------------------------------------------- what is wrong with the tests themselves


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("  - {name: x, expect: [{dealt: inqury}]}", "E301", "inqury"),
        ("  - {name: x, given: {card: inqury}, expect: [{that: true}]}", "E301", "inqury"),
        ("  - {name: x, given: {members: {astr: {support: 3}}}, expect: [{that: true}]}", "E302", "astr"),
        ("  - {name: x, given: {minds: {astr: random}}, expect: [{that: true}]}", "E302", "astr"),
        ("  - {name: x, given: {act: clam}, expect: [{that: true}]}", "E303", "clam"),
        ("  - {name: x, given: {flags: [ship]}, expect: [{that: true}]}", "E402", "ship"),
        ("  - {name: x, expect: [{ending: god}]}", "E402", "god"),
        ("  - {name: x, expect: [{that: tensoin > 3}]}", "E402", "tensoin"),
        ("  - {name: x, expect: [{that: flag.ship-nmed}]}", "E402", "ship-nmed"),
        ("  - {name: x, expect: [{that: outcome.win, after: 2}]}", "E407", "outcome.win"),
        ("  - {name: x, expect: [{mean: support, to: 3}]}", "E403", "support"),
        ("  - {name: x, expect: [{mean: tension}]}", "E202", "tension"),
        ("  - {name: x, expect: [{mean: tension, from: 5, to: 3}]}", "E209", "5"),
        ("  - {name: x, expect: [{dealt: inquiry, that: true}]}", "E209", "{"),
        ("  - {name: x, expect: [{dealt: inquiry, after: 2}]}", "E209", "2"),
        ("  - {name: x, expect: [{dealt: inquiry, share: often}]}", "E207", "often"),
        ("  - {name: x, expect: [{dealt: inquiry, share: 60-30%}]}", "E206", "60-30%"),
        ("  - {name: x, given: {seeds: 5-1}, expect: [{that: true}]}", "E206", "5-1"),
        ("  - {name: x, given: {seeds: many}, expect: [{that: true}]}", "E207", "many"),
        ("  - {name: x, choose: [{turn: 0, do: {strategy: hold}}], expect: [{that: true}]}", "E206", "0"),
        ("  - {name: x, choose: [{turn: soon, do: {strategy: hold}}], expect: [{that: true}]}", "E207", "soon"),
        ("  - {name: x, choose: [{turn: 1, do: {strategy: bilateral}}], expect: [{that: true}]}", "E202", ""),
        ("  - {name: x, choose: [{turn: 1, who: [ast], do: {strategy: hold}}], expect: [{that: true}]}", "E302", "ast"),
        ("  - {name: x}", "E202", ""),
        ("  - {name: x, transcript: ../a.txt}", "E207", "../a.txt"),
        ("  - {name: x, expects: [{that: true}]}", "E201", "expects"),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_word(write: Write, text: str, code: str, word: str) -> None:
    trials = load_trials(write(text + "\n"))
    problems = [problem for problem in trials.problems if problem.code == code]
    assert problems, [problem.one_line() for problem in trials.problems]
    first = problems[0]
    assert first.excerpt[first.column - 1 :].startswith(word)
    assert not trials.tests


@pytest.mark.parametrize("number", ["40", "40.5"])
def test_a_bare_number_is_no_share_and_quotes_would_not_help(write: Write, number: str) -> None:
    (problem,) = load_trials(write(f"  - {{name: a, expect: [{{act: calm, share: {number}}}]}}\n")).problems
    assert (problem.code, problem.fix) == ("E203", None)
    assert problem.message == f"{number} alone is no share of the games"
    assert problem.hint == f"write at least {number}%, or at most {number}%"


def test_two_tests_of_one_name_are_told(write: Write) -> None:
    trials = load_trials(write("  - {name: x, expect: [{that: true}]}\n  - {name: x, expect: [{that: true}]}\n"))
    assert [problem.code for problem in trials.problems] == ["E305"]


def test_a_warning_stops_nobody(write: Write) -> None:
    trials = load_trials(write("  - {name: x, expect: [{that: tension > 100, share: none}]}\n"))
    assert [problem.code for problem in trials.problems] == ["W210"]
    assert judge(trials.tests[0]).passed


def test_a_good_test_beside_a_bad_one_is_run(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    home = write("  - {name: good, expect: [{that: true}]}\n  - {name: bad, expect: [{dealt: nothing}]}\n")
    assert main(["test", str(home)]) == 1
    out = capsys.readouterr().out
    assert "E301" in out
    assert "passes  good" in out
    assert out.endswith("1 passed, 1 problem in the tests themselves.\n")


def test_where_there_are_no_tests_the_next_step_is_said(write: Write) -> None:
    home = write("")
    (home / "tests" / "one.yaml").unlink()
    with pytest.raises(ContentError, match="no tests") as caught:
        load_trials(home)
    assert "tests/first.yaml" in caught.value.problems[0].hint


def test_a_deck_says_which_campaign(write: Write, tmp_path: Path) -> None:
    deck = tmp_path / "own"
    (deck / "tests").mkdir(parents=True)
    (deck / "deck.yaml").write_text("format: 1\n", encoding="utf-8")
    (deck / "tests" / "a.yaml").write_text(
        "format: 1\ntests:\n  - {name: x, expect: [{that: true}]}\n", encoding="utf-8"
    )
    assert [problem.code for problem in load_trials(deck).problems] == ["E202"]
    home = write("")
    (deck / "tests" / "a.yaml").write_text(
        f"format: 1\ncampaign: {home}\ntests:\n  - {{name: x, expect: [{{that: true}}]}}\n", encoding="utf-8"
    )
    (test,) = loaded(deck).tests
    assert test.campaign.id == "small"


@pytest.mark.parametrize("text", ["", "- a\n", "format: 2\ntests: []\n", "tests: [", "\x00", "format: 1\ntests: 5\n"])
def test_a_file_that_is_none_is_told(write: Write, text: str) -> None:
    home = write("")
    (home / "tests" / "one.yaml").write_text(text, encoding="utf-8")
    trials = load_trials(home)
    assert trials.problems
    assert all(problem.is_error for problem in trials.problems)


def test_check_looks_at_the_tests_too(write: Write) -> None:
    home = write("  - {name: bad, expect: [{dealt: nothing}]}\n")
    file = home / "tests" / "one.yaml"
    for path in (home, file):
        found = [problem for problem in check_paths([path]) if problem.file.endswith("one.yaml")]
        assert [problem.code for problem in found] == ["E301"]
    file.write_text("format: 1\ntests: [{nme: x}]\n", encoding="utf-8")
    assert {problem.code for problem in check_paths([file])} == {"E201"}
    (home / "campaign.yaml").write_text("format: 1\n", encoding="utf-8")
    both = {Path(problem.file).name for problem in check_paths([home]) if problem.is_error}
    assert both == {"campaign.yaml", "one.yaml"}


# ---------------------------------------------------------------- the command


def test_what_is_written_down_is_said_and_no_more(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    home = write("  - {name: a game, given: {seeds: 5}, transcript: a.txt, expect: [{that: true}]}\n")
    assert main(["test", str(home), "--bless"]) == 0
    assert capsys.readouterr().out == "passes  a game\n    written down: a.txt\n1 passed.\n"


@pytest.mark.parametrize(
    ("expect", "wanted"),
    [
        ("{dealt: shelf-line, by: 2, share: none}", "shelf-line to be dealt by turn 2 in no game"),
        ("{resolved: shelf-line}", "shelf-line to be resolved in every game"),
        ("{outbreak: shelf-line, share: some}", "shelf-line to break out in some games"),
        ("{act: storm, share: 20-30%}", "the act storm to come in 20 to 30 % of the games"),
        ("{ending: good, share: at least 5%}", "the ending to be good in at least 5 % of the games"),
        ("{outcome: win, share: at most 5%}", "the outcome to be win in at most 5 % of the games"),
        ("{that: turn > 2, after: 1}", "turn > 2 after turn 1 in every game"),
        ("{mean: tension, after: 2, from: 10, to: 20}", "the mean of tension after turn 2 to be from 10 to 20"),
    ],
)
def test_what_was_expected_reads_as_a_sentence(write: Write, expect: str, wanted: str) -> None:
    home = write(f"  - {{name: one, given: {{seeds: 1-3}}, expect: [{expect}]}}\n")
    assert [finding.wanted for finding in verdict(home).findings] == [wanted]


def test_the_command_tells_each_test(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    home = write("  - {name: good, expect: [{that: true}]}\n  - {name: no way, expect: [{that: turn > 30}]}\n")
    assert main(["test", str(home)]) == 1
    out = capsys.readouterr().out
    assert "passes  good\nFAILS   no way\n" in out
    assert "one.yaml:4: expected turn > 30 in every game\n        in 0 of 50 games (0 %)" in out
    assert "--only 'no way' --show 1  (also 2, 3)" in out
    assert main(["test", str(home), "--only", "good"]) == 0
    assert capsys.readouterr().out == "passes  good\n1 passed.\n"
    assert main(["test", str(home), "--json", "--only", "no"]) == 1
    row = json.loads(capsys.readouterr().out)
    assert (row["passed"], row["games"], row["expectations"][0]["seeds"]) == (False, 50, [1, 2, 3])


def test_a_game_is_shown(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    home = write("  - {name: good, expect: [{that: true}]}\n")
    assert main(["test", str(home), "--show", "7"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("good\nsmall, level standard, seed 7\n\nturn 1, act calm\n")


@pytest.mark.parametrize("words", [["--only", "nobody"], ["--show", "-1"]])
def test_wrong_words_are_told(write: Write, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["test", str(write("  - {name: good, expect: [{that: true}]}\n")), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_tests_that_ship_pass(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(root / "campaigns" / "halcyon")]) == 0
    assert capsys.readouterr().out.endswith(" passed.\n")


def test_the_guide_shows_a_test_that_ships(root: Path) -> None:
    guide = (root / "docs" / "author" / "tests.md").read_text(encoding="utf-8")
    shown = guide.split("```yaml\n")[1].split("```")[0]
    shipped = (root / "campaigns" / "halcyon" / "tests" / "story.yaml").read_text(encoding="utf-8")
    assert shown in shipped.partition("halcyon\n")[2]

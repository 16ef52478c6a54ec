"""Schemas and settings beside a pack: nothing of the author's is lost, and a second call changes nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tabletop.content import check_paths, library, load_campaign
from tabletop.errors import TabletopError
from tabletop.workbench.start.begin import begin
from tabletop.workbench.start.editors import Written, with_modeline, write


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    begin("campaign", tmp_path / "one", "full")
    return tmp_path / "one"


def campaign(pack: Path) -> Written:
    return write(library.find(pack, "campaign"), "campaign")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: 1\n", b"# yaml-language-server: $schema=s.json\na: 1\n"),
        (b"a: 1\r\nb: 2\r\n", b"# yaml-language-server: $schema=s.json\r\na: 1\r\nb: 2\r\n"),
        (b"\xef\xbb\xbfa: 1", b"\xef\xbb\xbf# yaml-language-server: $schema=s.json\na: 1"),
        (b"", b"# yaml-language-server: $schema=s.json\n"),
        (
            b"# mine\na:   1  # kept \t\n\n\n",
            b"# yaml-language-server: $schema=s.json\n# mine\na:   1  # kept \t\n\n\n",
        ),
        (b"# yaml-language-server: $schema=other.json\na: 1\n", b"# yaml-language-server: $schema=other.json\na: 1\n"),
        (b"a: 1\n  #yaml-language-server:$schema=x\n", b"a: 1\n  #yaml-language-server:$schema=x\n"),
        (b"a: \xff\n", None),
    ],
)
def test_the_line_is_put_before_the_bytes(before: bytes, after: bytes | None) -> None:
    assert with_modeline(before, "s.json") == after
    if after is not None:
        assert with_modeline(after, "s.json") == after


def test_all_files_of_the_pack_find_their_schema(pack: Path) -> None:
    before = everything(pack)
    done = campaign(pack)
    assert set(done.changed) == {"campaign.yaml", "decks/one/deck.yaml", "decks/one/cards/first.yaml"}
    for name in done.changed:
        file = pack / name
        line, rest = file.read_bytes().split(b"\n", 1)
        assert rest == before[name]
        named = line.decode().rsplit("$schema=", 1)[1]
        made = json.loads((file.parent / named).read_text(encoding="utf-8"))
        assert "one" in made["title"]
    members = json.loads((pack / ".tabletop/cards.schema.json").read_text(encoding="utf-8"))
    assert set(members["definitions"]["Card"]["properties"]["touches"]["properties"]) == {"varn", "tolmar", "irsk"}


def test_content_does_not_see_the_new_files(pack: Path) -> None:
    digest = load_campaign(pack).digest
    campaign(pack)
    assert {problem.code for problem in check_paths([pack])} == {"T420"}  # told of every new campaign
    assert load_campaign(pack).digest == digest
    assert {problem.code for problem in check_paths([pack.parent])} == {"T420"}


def test_a_second_call_changes_nothing(pack: Path) -> None:
    campaign(pack)
    before = everything(pack)
    again = campaign(pack)
    assert (again.new, again.changed, again.notes) == ([], [], [])
    assert everything(pack) == before


def test_new_names_come_with_the_next_call(pack: Path) -> None:
    campaign(pack)
    file = pack / "decks/one/cards/first.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: shelf-line", "id: line-at-sea"), encoding="utf-8")
    assert campaign(pack).changed == [
        ".tabletop/campaign.schema.json",
        ".tabletop/deck.schema.json",
        ".tabletop/cards.schema.json",
    ]
    assert "line-at-sea" in (pack / ".tabletop/cards.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["campaign.yaml", "decks/one/cards/first.yaml"])
def test_a_read_only_file_stops_it_before_anything_is_written(name: str, pack: Path) -> None:
    (pack / name).chmod(0o444)
    before = everything(pack)
    with pytest.raises(TabletopError, match=r"\.yaml is read-only"):
        campaign(pack)
    assert everything(pack) == before


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_permissions_stay(pack: Path) -> None:
    (pack / "campaign.yaml").chmod(0o640)
    campaign(pack)
    assert (pack / "campaign.yaml").stat().st_mode & 0o777 == 0o640


def test_settings_of_the_author_stay(pack: Path) -> None:
    settings = pack / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text('{"editor.rulers": [100], "yaml.schemas": {"mine.json": ["mine.yaml"]}}', encoding="utf-8")
    assert campaign(pack).notes == []
    data = json.loads(settings.read_text(encoding="utf-8"))
    assert data["editor.rulers"] == [100]
    assert data["yaml.schemas"]["mine.json"] == ["mine.yaml"]
    assert data["yaml.schemas"][".tabletop/cards.schema.json"] == ["decks/one/cards/*.yaml"]


@pytest.mark.parametrize("text", ["{ // a comment\n}", "[]", '{"yaml.schemas": []}', "{"])
def test_settings_that_are_not_plain_are_left_and_told(text: str, pack: Path) -> None:
    settings = pack / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text(text, encoding="utf-8")
    (note,) = campaign(pack).notes
    assert settings.read_text(encoding="utf-8") == text
    assert ".vscode/settings.json is left as it is" in note
    assert ".tabletop/cards.schema.json" in note


def test_a_lone_file_has_schemas_of_its_own_name(tmp_path: Path) -> None:
    small = Path(__file__).parents[2] / "content/samples/small.yaml"
    file = tmp_path / "small.yaml"
    file.write_bytes(small.read_bytes())
    done = write(library.find(file, "campaign"), "campaign")
    assert ".tabletop/small.campaign.schema.json" in done.new
    assert file.read_bytes().startswith(b"# yaml-language-server: $schema=.tabletop/small.campaign.schema.json\n")
    assert check_paths([file]) == check_paths([small]) == [] or check_paths([small]) != []


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    begin("deck", tmp_path / "one")
    outside = tmp_path / "outside.yaml"
    outside.write_text("- id: a\n", encoding="utf-8")
    (tmp_path / "one/cards/link.yaml").symlink_to(outside)
    write(library.find(tmp_path / "one", "deck"), "deck")
    assert outside.read_text(encoding="utf-8") == "- id: a\n"


def test_an_authors_tests_have_a_schema_too(pack: Path) -> None:
    (pack / "tests").mkdir()
    (pack / "tests" / "first.yaml").write_text("format: 1\n", encoding="utf-8")
    done = campaign(pack)
    assert "tests/first.yaml" in done.changed
    assert ".tabletop/tests.schema.json" in done.new
    line = (pack / "tests" / "first.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert line == "# yaml-language-server: $schema=../.tabletop/tests.schema.json"
    settings = json.loads((pack / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"][".tabletop/tests.schema.json"] == ["tests/*.yaml"]
    made = json.loads((pack / ".tabletop" / "tests.schema.json").read_text(encoding="utf-8"))
    assert "varn" in made["definitions"]["Choosing"]["properties"]["who"]["items"]["enum"]
    again = campaign(pack)
    assert (again.new, again.changed) == ([], [])

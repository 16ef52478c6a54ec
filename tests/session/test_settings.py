"""Settings: read whatever is there, write all or nothing, leave alone what is damaged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.session import settings
from tabletop.session.settings import Settings, SettingsError, change, parse, place, read, schema


def write(text: str) -> None:
    place().parent.mkdir(parents=True, exist_ok=True)
    place().write_text(text, encoding="utf-8")


def test_nothing_is_set_at_first() -> None:
    assert read().settings == Settings()
    assert not read().troubles
    assert read().settings.animation == "none"


def test_there_and_back() -> None:
    change(theme="tabletop-light", bell=True)
    change(keymap={"table: seal": "f5"}, level="full")
    assert read().settings == Settings("tabletop-light", level="full", bell=True, keymap={"table: seal": "f5"})
    assert [path.name for path in place().parent.iterdir()] == ["settings.json"], "nothing is left beside it"


def test_what_is_not_known_is_kept() -> None:
    write('{"theme": "x", "of a later version": [1, 2], "npc": "hard"}')
    assert change(theme="y").npc == "hard"
    assert json.loads(place().read_text())["of a later version"] == [1, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"theme": "a",\n  "bell": maybe}', "settings.json:2:11: "),
        ("{", "settings.json:1:2: "),
        ("[1]", "settings.json:1:1: "),
        ('"x"', "settings.json:1:1: "),
        ('{"theme": "tabletop-dark', "settings.json:1:11: the quotes that are opened here are not closed. Nothing"),
        ('{"theme": "a",,}', "settings.json:1:15: a name in double quotes is missing here. Nothing"),
        ('{"theme": "\\q"}', "settings.json:1:12: a backslash stands here that means nothing. Nothing"),
    ],
)
def test_a_broken_file_is_told_and_left_alone(text: str, says: str) -> None:
    write(text)
    found = read()
    assert not found.sound
    assert found.settings == Settings()
    assert found.troubles[0].startswith(says)
    with pytest.raises(SettingsError) as refused:
        change(theme="tabletop-light")
    assert str(refused.value).lower().count("mend or delete") == 1
    assert place().read_text() == text


def test_a_wrong_value_is_told_with_its_place_and_the_rest_holds() -> None:
    write('{\n "npc": "hard",\n  "level":   "expert",\n "bell": 1, "keymap": {"a": 2}, "theme": null\n}')
    found = read()
    assert found.settings == Settings(npc="hard")
    assert [trouble.split(" ")[0] for trouble in sorted(found.troubles)] == [
        "settings.json:3:14:", "settings.json:4:10:", "settings.json:4:23:", "settings.json:4:42:",
    ]  # fmt: skip
    assert any("one of campaign, basics, standard, full" in trouble for trouble in found.troubles)


@pytest.mark.parametrize("raw", [b"\xff\xfe{}", b"[" * 100_000, b" " * 300_000])
def test_strange_files(raw: bytes) -> None:
    place().parent.mkdir(parents=True)
    place().write_bytes(raw)
    found = read()
    assert found.settings == Settings()
    assert found.troubles
    with pytest.raises(SettingsError):
        change(bell=True)
    assert place().read_bytes() == raw


def test_a_folder_in_its_place_is_told() -> None:
    place().mkdir(parents=True)
    assert read().troubles
    with pytest.raises(SettingsError):
        change(bell=True)


def test_a_value_that_makes_no_sense_is_not_written() -> None:
    with pytest.raises(SettingsError):
        change(level="expert")
    assert not place().exists()


@given(st.text(max_size=60) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*Settings.__dataclass_fields__, "x"]), inner, max_size=4
    ),
    max_leaves=8,
).map(json.dumps))  # fmt: skip
def test_any_text_can_be_read(text: str) -> None:
    found = parse(text)
    assert isinstance(found.settings, Settings)
    for trouble in found.troubles:
        assert trouble.startswith("settings.json")
        assert "\n" not in trouble


def test_a_write_that_fails_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    change(bell=True)
    before = place().read_text()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(SettingsError, match="No space left"):
        change(bell=False)
    assert place().read_text() == before
    assert [path.name for path in place().parent.iterdir()] == ["settings.json"]


def test_the_page_about_settings_is_as_the_settings_are(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    block = re.search(r"```json schema\n(.*?)```", page, re.DOTALL)
    assert block, "docs/settings.md shows the schema"
    assert json.loads(block.group(1)) == schema()
    for name, entry in schema()["properties"].items():
        assert f"`{name}`" in page
        assert entry["description"]
        for word in entry.get("enum", ()):
            assert f"`{word}`" in page, f"{name}: {word} is not explained"


def test_the_schema_takes_what_the_reader_takes() -> None:
    assert set(schema()["properties"]) == set(Settings.__dataclass_fields__)
    for name, entry in schema()["properties"].items():
        assert getattr(Settings(), name) == entry["default"]
        for word in entry.get("enum", ()):
            assert not parse(json.dumps({name: word})).troubles
    assert settings.choices("theme") == ()

"""What goes into a pack, what stays behind, and that the same content makes the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tabletop.content import ContentError, load_campaign
from tabletop.workbench.packs import archive, installing, making, names, opening
from tabletop.workbench.packs.errors import PackError
from tabletop.workbench.packs.manifest import complete


def of(shelf: Path, **more: bool) -> making.Made:
    return making.make(str(shelf / "campaigns" / "mine"), **more)


def test_a_campaign_with_the_decks_beside_it(shelf: Path) -> None:
    made = of(shelf)
    assert made.name == "mine-1.0.0.tabletop.zip"
    assert list(archive.read(made.data)) == [
        "manifest.json", "campaigns/mine/campaign.yaml", "decks/sea/cards/all.yaml", "decks/sea/deck.yaml",
    ]  # fmt: skip
    about = made.manifest
    assert (about.id, about.kind, about.version, about.licence) == ("mine", "campaign", "1.0.0", "CC-BY-4.0")
    assert about.needs == ()
    assert [entry.path for entry in about.files] == sorted(entry.path for entry in about.files)
    file = shelf / "decks" / "sea" / "deck.yaml"
    assert about.files[-1].sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert opening.read_pack(made.data).manifest == about


def test_python_and_others_can_read_it(shelf: Path, tmp_path: Path, tool: Callable[[str], str]) -> None:
    making.write(of(shelf), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert json.loads(file.read("manifest.json"))["tabletop_pack"] == 1


def test_the_same_content_makes_the_same_bytes(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = of(shelf).data
    other = tmp_path / "elsewhere" / "deep"
    shutil.copytree(shelf, other, copy_function=shutil.copyfile)
    for file in other.rglob("*.yaml"):
        os.utime(file, (1, 1))
        file.chmod(0o600)
    monkeypatch.chdir(other)
    assert making.make("campaigns/mine").data == first
    monkeypatch.setenv("TABLETOP_LIBRARY", str(other))
    assert making.make("mine").data == first
    (other / "decks" / "sea" / "cards" / "all.yaml").write_bytes(b"# a word more\n" + first[:0])
    with pytest.raises(ContentError):
        making.make("mine")


def test_what_is_no_content_stays_behind(shelf: Path) -> None:
    folder = shelf / "campaigns" / "mine"
    for name, text in {
        "README.md": "Read me.", "LICENCE": "Free.", "tests/first.yaml": "tests: []", "tests/first.txt": "A game.",
        "notes/why.md": "Because.", ".git/config": "x", ".tabletop/schema.json": "{}", "campaign.yaml~": "x",
        "run.sh": "rm", "picture.png": "x", "old.yaml": "a: 1", "campaign.yaml.bak": "x",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "link.md").symlink_to("/etc/hostname")
    (folder / "away").symlink_to("/etc")
    made = of(shelf)
    packed = {name.removeprefix("campaigns/mine/") for name in archive.read(made.data) if "mine" in name}
    assert packed == {
        "campaign.yaml", "README.md", "LICENCE", "tests/first.yaml", "tests/first.txt", "notes/why.md",
    }  # fmt: skip
    assert sorted(Path(name).name for name in made.left) == ["away", "link.md", "old.yaml", "picture.png", "run.sh"]


def test_a_linked_card_file_is_refused(shelf: Path) -> None:
    cards = shelf / "decks" / "sea" / "cards"
    (cards / "all.yaml").rename(shelf / "decks" / "sea" / "elsewhere.yaml")
    (cards / "all.yaml").symlink_to("../elsewhere.yaml")
    with pytest.raises(PackError, match="is a link"):
        of(shelf)


def test_a_deck_alone(shelf: Path) -> None:
    made = making.make(str(shelf / "decks" / "sea"))
    assert (made.manifest.kind, made.name) == ("deck", "sea-1.0.0.tabletop.zip")
    assert "decks/sea/cards/all.yaml" in archive.read(made.data)


def test_a_campaign_in_one_file(small: Path) -> None:
    made = making.make(str(small))
    assert list(archive.read(made.data)) == ["manifest.json", "campaigns/small/campaign.yaml"]


def test_a_folder_of_its_own_with_decks_inside(shelf: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(shelf / "campaigns" / "mine", alone)
    shutil.copytree(shelf / "decks", alone / "decks")
    made = making.make(str(alone))
    assert "campaigns/mine/decks/sea/deck.yaml" in archive.read(made.data)
    assert not opening.require(opening.read_pack(made.data)).errors
    file = alone / "campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("decks: [sea]", "decks: [decks/sea]"), encoding="utf-8")
    assert not opening.require(opening.read_pack(making.make(str(alone)).data)).errors


def test_a_deck_of_another_pack_is_needed_or_put_in(shelf: Path) -> None:
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    (shelf / "decks" / "sea" / "deck.yaml").rename(shelf / "sea.txt")
    text = file.read_text(encoding="utf-8").replace("decks: [sea]", "decks: [ocean]")
    file.write_text(text, encoding="utf-8")
    other = shelf.parent / "other" / "decks" / "ocean"
    shutil.copytree(shelf / "decks" / "sea", other)
    (other / "deck.yaml").write_text(
        (shelf / "sea.txt").read_text(encoding="utf-8").replace("id: sea", "id: ocean"), encoding="utf-8"
    )
    library = [shelf.parent / "other"]
    made = making.make(str(file), library)
    assert [(need.deck, need.version) for need in made.manifest.needs] == [("ocean", "1.0.0")]
    assert not [name for name in archive.read(made.data) if name.startswith("decks/")]
    with pytest.raises(PackError, match="needs the deck “ocean”"):
        opening.require(opening.read_pack(made.data))
    assert not opening.require(opening.read_pack(made.data), library).errors
    whole = making.make(str(file), library, with_decks=True)
    assert whole.manifest.needs == ()
    assert not opening.require(opening.read_pack(whole.data)).errors


def test_nothing_is_packed_that_does_not_pass(shelf: Path) -> None:
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("seats:", "chairs:"), encoding="utf-8")
    with pytest.raises(ContentError, match="chairs"):
        of(shelf)


def test_a_file_is_written_whole_or_not_at_all(shelf: Path, tmp_path: Path) -> None:
    made, target = of(shelf), tmp_path / "out.zip"
    assert making.write(made, target)
    assert not making.write(made, target)
    target.write_bytes(b"mine!")
    with pytest.raises(PackError, match="is there already"):
        making.write(made, target)
    assert target.read_bytes() == b"mine!"
    assert making.write(made, target, force=True)
    with pytest.raises(PackError, match="cannot be written"):
        making.write(made, tmp_path / "none" / "out.zip")
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".out")] == []


def test_a_manifest_that_says_otherwise_is_refused(packed: bytes) -> None:
    pack = opening.read_pack(packed)
    about = pack.manifest.as_json()
    for key, value in {"title": "Another", "licence": "CC0", "authors": ["Me"], "version": "2.0"}.items():
        rest = {name: data for name, data in pack.files.items() if name != names.MANIFEST}
        lie = complete({**about, key: value}, rest)
        data = archive.write({**rest, names.MANIFEST: lie.text()})
        with pytest.raises(PackError, match=f"disagree about its {key}"):
            opening.try_pack(opening.read_pack(data))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "pack format"), ("[]", "pack format"), ("", "not JSON"), ("[" * 100_000, "nested|not JSON"),
        ('{"tabletop_pack": 1, "tabletop_pack": 1}', "twice"), ('{"tabletop_pack": NaN}', "no number"),
        ('{"tabletop_pack": 1}', "id"), ('{"tabletop_pack": 99}', "newer version"), ('{"tabletop_pack": 0}', "no such"),
        ('{"tabletop_pack": ' + "9" * 5000 + "}", "not JSON|newer"),
    ],
)  # fmt: skip
def test_a_manifest_of_another_shape_is_refused(packed: bytes, text: str, reason: str) -> None:
    files = archive.read(packed)
    with pytest.raises(PackError, match=reason):
        opening.read_pack(archive.write({**files, names.MANIFEST: text.encode()}))


def test_files_and_list_must_agree(packed: bytes) -> None:
    files = archive.read(packed)
    with pytest.raises(PackError, match="not in its manifest"):
        opening.read_pack(archive.write({**files, "decks/sea/cards/more.yaml": b"[]"}))
    less = {name: data for name, data in files.items() if not name.endswith("all.yaml")}
    with pytest.raises(PackError, match="not in the pack"):
        opening.read_pack(archive.write(less))
    with pytest.raises(PackError, match="was changed"):
        opening.read_pack(archive.write({**files, "decks/sea/deck.yaml": b"format: 1"}))
    changed = files[names.MANIFEST].replace(b"CC-BY-4.0", b"CC-BY-9.9")
    with pytest.raises(PackError, match="digest"):
        opening.read_pack(archive.write({**files, names.MANIFEST: changed}))
    with pytest.raises(PackError, match="no manifest"):
        opening.read_pack(archive.write({"README.md": b""}))


LINE = some.text(
    some.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"), blacklist_characters='"\\'),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    title=LINE,
    situation=LINE,
    note=some.binary(max_size=200),
    version=some.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}", fullmatch=True),
)
def test_pack_and_install_give_the_same_content(
    shelf: Path, own_home: Path, title: str, situation: str, note: bytes, version: str
) -> None:
    file, cards = shelf / "campaigns" / "mine" / "campaign.yaml", shelf / "decks" / "sea" / "cards" / "all.yaml"
    before, cards_before = file.read_bytes(), cards.read_bytes()
    try:
        text = before.decode().replace("title: A small quarrel", f"title: {json.dumps(title, ensure_ascii=False)}")
        file.write_text(text.replace("version: 1.0.0", f'version: "{version}"'), encoding="utf-8")
        told = json.dumps(situation, ensure_ascii=False)
        cards.write_text(cards_before.decode().replace("The cable is dark.", told), encoding="utf-8")
        (file.parent / "NOTES.md").write_bytes(note)
        whole = load_campaign(file)
        outcome = installing.install(opening.read_pack(of(shelf).data), force=True)
        assert load_campaign("mine").digest == whole.digest
        assert not outcome.installed.changed
        assert (outcome.installed.folder / "campaigns/mine/NOTES.md").read_bytes() == note
    finally:
        file.write_bytes(before)
        cards.write_bytes(cards_before)

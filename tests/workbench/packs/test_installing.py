"""Packs in the user's library: found, exchanged, kept apart, taken out, and never half there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import find_campaigns, library, load_campaign
from tabletop.workbench.packs import installing, making, opening
from tabletop.workbench.packs.errors import PackError
from tabletop.workbench.packs.opening import Pack


@pytest.fixture
def version(shelf: Path) -> Callable[..., Pack]:
    """`version("1.1.0", title)`: a pack of the campaign ``mine``."""
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    text = file.read_text(encoding="utf-8")

    def make(number: str, title: str = "A small quarrel") -> Pack:
        file.write_text(text.replace("1.0.0", number).replace("A small quarrel", title), encoding="utf-8")
        return opening.read_pack(making.make(str(file)).data)

    return make


def test_an_installed_campaign_is_found_and_playable(version: Callable[..., Pack], own_home: Path) -> None:
    outcome = installing.install(version("1.0.0"))
    assert outcome.new
    assert outcome.before is None
    assert load_campaign("mine").title == "A small quarrel"
    assert "mine" in [card.id for card in find_campaigns()]
    assert sorted(path.name for path in (own_home / "library" / "packs").iterdir()) == [".lock", "campaign-mine"]
    assert not installing.install(version("1.0.0")).new


def test_a_newer_version_takes_the_place(version: Callable[..., Pack], own_home: Path) -> None:
    installing.install(version("1.9.0"))
    outcome = installing.install(version("1.10.0", "Newer"))
    assert outcome.before is not None
    assert outcome.before.version == "1.9.0"
    assert load_campaign("mine").title == "Newer"
    with pytest.raises(PackError, match="older"):
        installing.install(version("1.9.0"))
    assert load_campaign("mine").title == "Newer"
    installing.install(version("1.9.0"), force=True)
    assert load_campaign("mine").version == "1.9.0"
    assert len(list((own_home / "library" / "packs").iterdir())) == 2


def test_the_same_version_with_other_content_is_refused(version: Callable[..., Pack]) -> None:
    installing.install(version("1.0.0"))
    with pytest.raises(PackError, match="with other content"):
        installing.install(version("1.0.0", "Other"))
    assert load_campaign("mine").title == "A small quarrel"
    assert installing.install(version("1.0.0", "Other"), force=True).before is not None
    assert load_campaign("mine").title == "Other"


def test_files_changed_by_hand_are_noticed(version: Callable[..., Pack]) -> None:
    found = installing.install(version("1.0.0")).installed
    (found.folder / "decks" / "sea" / "deck.yaml").write_text("changed", encoding="utf-8")
    assert installing.installed()[0].changed
    with pytest.raises(PackError, match="changed its files"):
        installing.install(version("1.0.0"))
    assert installing.install(version("1.0.0"), force=True).new
    assert not installing.installed()[0].changed


def test_two_campaigns_may_bring_the_same_deck(version: Callable[..., Pack], shelf: Path) -> None:
    installing.install(version("1.0.0"))
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    other = shelf / "campaigns" / "other" / "campaign.yaml"
    other.parent.mkdir()
    other.write_text(file.read_text(encoding="utf-8").replace("id: mine", "id: other"), encoding="utf-8")
    deck = shelf / "decks" / "sea" / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    installing.install(opening.read_pack(making.make(str(other)).data))
    assert load_campaign("mine").deck
    assert load_campaign("other").deck
    # The deck's own pack is the one that others find.
    installing.install(opening.read_pack(making.make(str(shelf / "decks" / "sea")).data))
    found = library.by_id("sea", "deck", library.roots())
    assert found is not None
    assert found.root.name == "deck-sea"
    assert load_campaign("mine").deck


def test_a_deck_that_came_along_is_found_where_there_is_no_other(version: Callable[..., Pack]) -> None:
    installing.install(version("1.0.0"))
    found = library.by_id("sea", "deck", library.roots())
    assert found is not None
    assert found.root.name == "campaign-mine"


def test_a_shipped_id_asks_for_force_and_comes_back(shelf: Path) -> None:
    file = shelf / "campaigns" / "mine" / "campaign.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: mine", "id: halcyon"), encoding="utf-8")
    pack = opening.read_pack(making.make(str(file)).data)
    shipped = load_campaign("halcyon").digest
    with pytest.raises(PackError, match="shipped campaign has the id “halcyon”"):
        installing.install(pack)
    assert installing.install(pack, force=True).hides == "the shipped campaign"
    assert load_campaign("halcyon").title == "A small quarrel"
    assert [card.title for card in find_campaigns() if card.id == "halcyon"] == ["A small quarrel"]
    installing.remove("halcyon")
    assert load_campaign("halcyon").digest == shipped


def test_remove(version: Callable[..., Pack], shelf: Path, own_home: Path) -> None:
    installing.install(version("1.0.0"))
    with pytest.raises(PackError, match="Did you mean “mine”"):
        installing.remove("mien")
    installing.remove("campaign-mine")
    assert installing.installed() == []
    assert [path.name for path in (own_home / "library" / "packs").iterdir()] == [".lock"]


def test_a_strange_folder_in_the_place_is_kept(version: Callable[..., Pack], own_home: Path) -> None:
    place = own_home / "library" / "packs" / "campaign-mine"
    place.mkdir(parents=True)
    (place / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PackError, match="no pack this program can read"):
        installing.install(version("1.0.0"))
    assert (place / "precious.txt").exists()


def test_one_at_a_time(version: Callable[..., Pack], monkeypatch: pytest.MonkeyPatch) -> None:
    pack, met, go = version("1.0.0"), threading.Event(), threading.Event()
    unpack = opening.unpack

    def slow(pack: Pack, folder: Path) -> None:
        if folder.name.startswith(".new-"):
            met.set()
            go.wait(60)
        unpack(pack, folder)

    monkeypatch.setattr(opening, "unpack", slow)
    first = threading.Thread(target=installing.install, args=(pack,))
    first.start()
    assert met.wait(60)
    with pytest.raises(PackError, match="Another program"):
        installing.install(pack)
    go.set()
    first.join()
    assert load_campaign("mine")


def test_a_library_that_cannot_be_written(version: Callable[..., Pack], own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "library").write_text("a file", encoding="utf-8")
    with pytest.raises(PackError, match="cannot be written"):
        installing.install(version("1.0.0"))


def test_stopped_between_the_two_renames(version: Callable[..., Pack], own_home: Path) -> None:
    """The old version stands aside and the new one is not there yet: the old one still is the pack."""
    installing.install(version("1.0.0"))
    packs = own_home / "library" / "packs"
    (packs / "campaign-mine").rename(packs / ".old-campaign-mine")
    (packs / ".new-0123456789ab").mkdir()
    assert load_campaign("mine").version == "1.0.0"
    assert "mine" in [card.id for card in find_campaigns()]
    assert [one.manifest.version for one in installing.installed()] == ["1.0.0"]
    installing.install(version("2.0.0"))
    assert load_campaign("mine").version == "2.0.0"
    assert sorted(path.name for path in packs.iterdir()) == [".lock", "campaign-mine"]


KILLED = """
import os, signal, sys
from tabletop.workbench.packs import installing, opening

left = int(sys.argv[2])
pack = opening.open_pack(sys.argv[1])

def counted(real):
    def call(*args, **more):
        global left
        if any("library" in str(arg) for arg in args) or not args or isinstance(args[0], int):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return call

opening.try_pack = lambda *rest: opening.Tried(None, ())
opening.missing_needs = lambda *rest: []
for name in ("rename", "mkdir", "fsync", "open", "unlink", "rmdir"):
    setattr(os, name, counted(getattr(os, name)))
installing.install(pack)
print("done")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.long
def test_killed_at_any_moment_there_is_one_whole_version(
    version: Callable[..., Pack], own_home: Path, tmp_path: Path, shelf: Path, scale: Callable[[int, int], int]
) -> None:
    """The process is killed before each of its calls that change the library, one after the other."""
    version("1.0.0")
    old = making.make(str(shelf / "campaigns" / "mine"))
    version("2.0.0", "Newer")
    new = making.make(str(shelf / "campaigns" / "mine"))
    file = tmp_path / "new.tabletop.zip"
    making.write(new, file)
    packs = own_home / "library" / "packs"
    seen: list[str] = []
    for moment in range(0, 100, scale(4, 1)):
        shutil.rmtree(own_home, ignore_errors=True)
        installing.install(opening.read_pack(old.data))
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(file), str(moment)],
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        (found,) = installing.installed()
        assert found.manifest.digest in (old.manifest.digest, new.manifest.digest)
        assert not found.changed
        assert load_campaign("mine").title == found.manifest.title
        seen.append(found.manifest.version)
        # Whatever was left behind is cleared away by the next call.
        installing.install(opening.read_pack(new.data))
        assert load_campaign("mine").title == "Newer"
        if found.manifest.version == "1.0.0":
            assert sorted(path.name for path in packs.iterdir()) == [".lock", "campaign-mine"]
        if done.stdout == "done\n":
            break
    else:
        pytest.fail("the installation never ended")
    assert moment > 12, done.stderr
    assert seen == sorted(seen), "the new version came, and did not go again"
    assert set(seen) == {"1.0.0", "2.0.0"}

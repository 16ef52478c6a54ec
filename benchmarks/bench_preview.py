"""How fast the card bench follows a save: one file of a thousand cards is saved again and again.

    python benchmarks/bench_preview.py [--cards 1000] [--times 10]

The deck is the Halcyon deck, copied under other ids.  Prints the first look, the look after a save (median and worst),
what a moved slider costs, and the longer look that goes on beside; leaves with 1 when the worst look takes over 0.6 s.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from tabletop.workbench.alliance import open_path  # noqa: E402
from tabletop.workbench.cardbench import CardBench  # noqa: E402

MOST = 0.6
_NAMES = r"(^- id: |card: |card\.|dealt\.|active\.|resolved\.|outbreak\.|failed\.){}(?![\w-])"


def build(folder: Path, cards: int) -> list[Path]:
    """A campaign with at least so many cards; the files of its deck."""
    deck, campaign = folder / "decks" / "big", folder / "campaigns" / "big"
    (deck / "cards").mkdir(parents=True)
    campaign.mkdir(parents=True)
    text = (ROOT / "campaigns" / "halcyon" / "campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("id: halcyon\n", "id: big\n", 1).replace("decks: [halcyon]", "decks: [big]")
    (campaign / "campaign.yaml").write_text(text, encoding="utf-8")
    head = (ROOT / "decks" / "halcyon" / "deck.yaml").read_text(encoding="utf-8")
    (deck / "deck.yaml").write_text(head.replace("id: halcyon", "id: big"), encoding="utf-8")
    sources = sorted((ROOT / "decks" / "halcyon" / "cards").glob("*.yaml"))
    texts = {file: file.read_text(encoding="utf-8") for file in sources}
    ids = re.findall(r"^- id: (\S+)", "".join(texts.values()), re.MULTILINE)
    files: list[Path] = []
    for copy in range(-(-cards // len(ids))):
        for file, written in texts.items():
            for name in ids if copy else ():
                written = re.sub(_NAMES.format(re.escape(name)), rf"\g<1>{name}-{copy}", written, flags=re.MULTILINE)
            files.append(deck / "cards" / f"{file.stem}-{copy:02}.yaml")
            files[-1].write_text(written, encoding="utf-8")
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--times", type=int, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = build(Path(folder), args.cards)
        began = time.perf_counter()
        bench = CardBench(open_path(Path(folder) / "campaigns" / "big").authored)
        print(f"{len(bench.version.cards)} cards in {len(files)} files; first look {time.perf_counter() - began:.2f} s")
        if bench.version.faults:
            print(bench.version.faults[0].one_line())
            return 1
        looks, busy = [], time.process_time()
        for turn in range(args.times):
            file = files[turn % len(files)]
            file.write_text(file.read_text(encoding="utf-8") + f"# saved {turn}\n", encoding="utf-8")
            began = time.perf_counter()
            assert bench.authored.changed()
            bench.reload()
            bench.dials()
            bench.dealing()
            looks.append(time.perf_counter() - began)
        busy = (time.process_time() - busy) / args.times
        told = f"{statistics.median(looks):.3f} s in the middle, {max(looks):.3f} s at worst; reckoning {busy:.3f} s"
        print(f"after a save: {told}")
        began = time.perf_counter()
        for value in range(20):
            bench.set("tension", 3 * value)
            bench.dials()
            bench.dealing()
            bench.chances()
            bench.happenings()
        print(f"a moved slider, everything worked out: {(time.perf_counter() - began) / 20:.3f} s")
        began = time.perf_counter()
        bench.authored.deepen()
        print(f"the longer look, beside: {time.perf_counter() - began:.2f} s")
    return 0 if max(looks) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

"""Makes the tree of words above the ImageNet classes, and lists of nouns and irregular plurals, from WordNet.

    python packaging/wordnet/make_class_tree.py WORDNET SYNSETS

WORDNET is the folder with ``data.noun``, ``index.noun`` and ``noun.exc`` of WordNet 3.0 (Debian's package
``wordnet-base`` installs it as ``/usr/share/wordnet``). SYNSETS lists the 1000 synsets in the order of the
classes, such as ``timm/data/_info/imagenet_synsets.txt`` of the package timm. The same input gives the same
files.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "videxplore/services"
CLASSES = ROOT / "videxplore/backbones/labels/imagenet.txt"

MOST_CLASSES = 400
"""A word above more classes than these, such as "artifact", says nothing."""

Synset = tuple[list[str], list[int]]
"""The names of a synset and the offsets of its hypernyms."""


def read_synsets(file: Path) -> dict[int, Synset]:
    """Every noun synset by its offset; see wndb(5WN) for the format."""
    synsets = {}
    for line in file.read_text(encoding="ascii").splitlines():
        if line.startswith(" "):
            continue
        fields = line.partition(" | ")[0].split()
        count = int(fields[3], 16)
        names = [name.replace("_", " ") for name in fields[4 : 4 + 2 * count : 2]]
        pointers = fields[5 + 2 * count :]
        parents = [
            int(pointers[place + 1]) for place in range(0, len(pointers), 4) if pointers[place] in ("@", "@i")
        ]
        synsets[int(fields[0])] = (names, parents)
    return synsets


def above(offset: int, synsets: dict[int, Synset]) -> set[int]:
    """A synset and all its hypernyms."""
    found, waiting = set(), [offset]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += synsets[one][1]
    return found


def class_tree(synsets: dict[int, Synset], classes: list[int], labels: list[str]) -> list[str]:
    """A line for each synset: its names, the numbers of the classes at and below it, and its own label."""
    own = dict(zip(classes, labels, strict=True))
    below: dict[int, list[int]] = {}
    for number, offset in enumerate(classes):
        for one in above(offset, synsets):
            below.setdefault(one, []).append(number)
    return [
        f"{'|'.join(synsets[one][0])}\t{' '.join(map(str, numbers))}\t{own.get(one, '')}".rstrip()
        for one, numbers in sorted(below.items())
        if len(numbers) <= MOST_CLASSES
    ]


def common_nouns(wordnet: Path) -> list[str]:
    """Nouns that occur in the tagged texts; underscores join the words of one."""
    common = []
    for line in (wordnet / "index.noun").read_text(encoding="ascii").splitlines():
        fields = line.split()
        # The tenth field of a noun counts the senses that occur in the tagged texts.
        if not line.startswith(" ") and int(fields[5 + int(fields[3])]) > 0:
            common.append(fields[0])
    return common


def irregular_plurals(wordnet: Path, nouns: list[str]) -> list[str]:
    """Plurals of common nouns that no rule gives, each with its singular."""
    common = set(nouns)
    pairs = (line.split()[:2] for line in (wordnet / "noun.exc").read_text(encoding="ascii").splitlines())
    return [f"{plural}\t{one}" for plural, one in pairs if one in common and "_" not in plural]


def main() -> int:
    """Write the files beside the code that reads them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("synsets", type=Path)
    options = parser.parse_args()
    classes = [int(line[1:]) for line in options.synsets.read_text(encoding="ascii").split()]
    labels = CLASSES.read_text(encoding="utf-8").splitlines()
    lines = class_tree(read_synsets(options.wordnet / "data.noun"), classes, labels)
    nouns = common_nouns(options.wordnet)
    plurals = irregular_plurals(options.wordnet, nouns)
    files = {
        "object_classes/classes.tsv": lines,
        "searching/words/nouns.txt": [noun for noun in nouns if noun.isalpha() and len(noun) > 1],
        "searching/words/plurals.tsv": plurals,
    }
    for name, content in files.items():
        (SERVICES / name).write_text("\n".join(content) + "\n", encoding="ascii", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Documentation, docstrings and texts for users use the words of docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

GLOSSARY = "docs/glossary.md"

PAGES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "benchmarks/README.md",
    *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md")),
)

PACKAGES = sorted(
    one.name
    for one in (ROOT / "videxplore").iterdir()
    if one.suffix == ".py" or (one / "__init__.py").is_file()
)
"""Everything in ``videxplore``."""

REPLACEMENTS = {
    # People and machines.
    r"(?:the|a|every|each|no) person(?:'s|s)?": "user, you",
    r"persons": "users",
    r"graphics (?:chip|card|processor)s?": "GPU",
    r"(?:nvidia|video) cards?": "GPU",
    r"on a card|the card's": "GPU",
    r"(?<!central )processors?(?: time)?": "CPU, CPU time",
    r"the world (?:is|can|does)": "an environmental failure (file, disk, network)",
    r"errands?": "job",
    r"patience": "timeout, limit",
    r"(?:two|three|every|other|more) faces?": "interface",
    r"(?:can|cannot|could) (?:not )?be had": "available",
    # Actions.
    r"let(?:s|ting)? go(?: of)?": "clear, release, cancel",
    r"take(?:s|n)? up|taking up|took up": "resume, start",
    r"give(?:s|n)? up|giving up|gave up": "cancel",
    r"put(?:s|ting)? back": "restore, undo",
    r"tak(?:e|es|en|ing) out|took out": "remove",
    r"taken in(?:to the library)?": "add, index",
    r"mend(?:s|ed|ing)?": "repair, fix",
    r"looked through|look(?:s|ing)? through": "index, search, scan",
    r"looks? closer": "re-rank",
    r"wish(?:es|ed)?": "request",
    r"sought": "query",
    r"tells? of|told of|tells? (?:what|how|whether|why|which)": "say, report, describe",
    r"told apart|tell(?:s|ing)? apart": "distinguish",
    # Results.
    r"twins?": "duplicate, near-duplicate",
    r"likeness(?:es)?": "similarity, label",
    r"how alike|looks? alike": "similarity, similar",
    r"answers? alike": "return the same results",
    r"sureness|surety": "confidence, certainty",
    r"judg(?:e?ments?|ed rightly)": "prediction; accuracy",
    r"what speaks for": "evidence for",
    r"surprises?": "surprisal",
    # Style.
    r"anew": "again",
    r"no ordinary": "not a regular",
    r"(?<!there )(?-i:is none)": "is invalid, is not one",
    r"(?<!there )(?:is|are) no (?:video|file|folder|picture|image|problem|time|number|library)s?": "is not a",
    r"(?:lies|lie|laid|lays) upon": "matches, overlays",
    r"key pictures?": "keyframe",
    r"small pictures?": "thumbnail",
    r"sync pictures?": "sync frame",
    r"preview pictures?": "strip",
    r"cheap look": "frame differences",
    r"supplements?": "backfill",
}
"""Words and phrases that are not used, as regular expressions, and what is written instead."""

BANNED = re.compile(
    "|".join(rf"(?P<w{number}>\b(?:{phrase})\b)" for number, phrase in enumerate(REPLACEMENTS)), re.IGNORECASE
)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`|\]\([^)\n]*\)", re.MULTILINE | re.DOTALL)


def findings(text: str, first_line: int = 1) -> Iterator[tuple[int, str, str]]:
    """Line, words and replacement of everything in a text that should not be there.

    Phrases are found across line breaks; the line is that of the first word.
    """
    for match in BANNED.finditer(re.sub(r"\s", " ", text)):
        number = int((match.lastgroup or "w0")[1:])
        line = first_line + text.count("\n", 0, match.start())
        yield line, match.group(), list(REPLACEMENTS.values())[number]


def prose(page: str, name: str) -> str:
    """A page without code, links and the column of the glossary that lists words not to use; lines stay."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    page = CODE.sub(blank, page)
    if name == GLOSSARY:
        page = re.sub(r"\|[^|\n]*\|$", "|", page, flags=re.MULTILINE)
    return page


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Docstrings, and strings with a space in them, with their first lines: what users and readers see."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value


def modules(package: str) -> list[Path]:
    """The files of a package, or one module."""
    place = ROOT / "videxplore" / package
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]


def report(name: str, found: Iterator[tuple[int, str, str]]) -> list[str]:
    return [f"{name}:{line}: “{words}”, better: {better}" for line, words, better in found]


@pytest.mark.parametrize("name", PAGES)
def test_pages_use_the_words_of_the_glossary(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    found = report(name, findings(prose(page, name)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_use_the_words_of_the_glossary(package: str) -> None:
    found = [
        line
        for file in modules(package)
        for first, text in texts(file.read_text(encoding="utf-8"))
        for line in report(file.relative_to(ROOT).as_posix(), findings(text, first))
    ]
    assert not found, "\n".join(found)


def test_a_banned_phrase_is_found_with_its_line() -> None:
    found = report("page.md", findings("One.\nWhat the\nperson sees."))
    assert found == ["page.md:2: “the person”, better: user, you"]


def test_parts_of_words_are_not_found() -> None:
    assert not list(findings("The personal renewal of microprocessors, made by a wishbone."))


def test_code_in_a_page_is_not_read() -> None:
    page = "Use `the person`.\n```sh\ntwin\n```\n[twins](twin.md) and a twin"
    assert [line for line, _, _ in findings(prose(page, "page.md"))] == [5, 5]


def test_the_glossary_may_name_what_it_warns_of() -> None:
    page = "| Term | Meaning | Not |\n|---|---|---|\n| user | a person | the person |\n"
    assert [words for _, words, _ in findings(prose(page, GLOSSARY))] == ["a person"]


def test_docstrings_and_sentences_are_read() -> None:
    source = '"""A twin.\n\nAnd a\ntwin."""\nname = "twin"\nprint(f"{name} is a twin of it")  # a twin\n'
    found = [line for first, text in texts(source) for line, _, _ in findings(text, first)]
    assert sorted(found) == [1, 4, 6]


def test_every_checked_package_exists() -> None:
    assert all(file.is_file() for package in PACKAGES for file in modules(package))

"""Hooks of mkdocs: pages that are made from other files, and links to files that are not pages.

The site has a page of commands, made from the program's help, a reference of the Python interface, made from
its docstrings, and the pages of the checkout that lie outside ``docs``.
"""

import inspect
import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
OTHER_PAGES = {
    "benchmarks.md": "benchmarks/README.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "third-party.md": "resources/THIRD_PARTY.md",
}
"""Pages of the site that are files elsewhere in the checkout."""

REPOSITORY = "https://github.com/videxplore/videxplore/blob/main/"


def api_reference() -> str:
    """A page with every public name: its signature and its docstring."""
    import videxplore

    introduction = "Generated from docstrings. [videxplore from Python](api.md) introduces the interface."
    lines = ["# Python reference", "", introduction, ""]
    for name in sorted(videxplore.__all__, key=str.lower):
        thing = getattr(videxplore, name)
        lines += [f"## {name}", "", *_described(name, thing)]
        if inspect.isclass(thing):
            for inner, method in vars(thing).items():
                if not inner.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
                    lines += [f"### {name}.{inner}", "", *_described(inner, method)]
    return "\n".join(lines) + "\n"


def _described(name: str, thing: Any) -> list[str]:
    lines = []
    if callable(thing) and not (inspect.isclass(thing) and issubclass(thing, Exception)):
        try:
            signature = str(inspect.signature(thing)).replace("videxplore.", "")
        except ValueError:
            signature = "(...)"
        lines += ["```python", f"{name}{signature}", "```", ""]
    text = inspect.getdoc(thing) or ""
    # Sections of Google's style keep their line breaks.
    text = re.sub(
        r"^(Args|Returns|Raises|Yields|Attributes|Signals):$", r"\n**\1**\n", text, flags=re.MULTILINE
    )
    text = re.sub(r"^    (\S[^\n]*?): ", r"- `\1`: ", text, flags=re.MULTILINE)
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text).replace("``", "`")
    return [*lines, *text.splitlines(), ""]


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made here, and the icon."""
    # mkdocs resets the path after it loads this module.
    sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]
    from command_pages import commands, markdown

    made = {"commands.md": markdown(commands()), "api-reference.md": api_reference()}
    for page, source in OTHER_PAGES.items():
        made[page] = (ROOT / source).read_text(encoding="utf-8")
    icon = ROOT / "resources" / "icons" / "videxplore.svg"
    made["images/videxplore.svg"] = icon.read_text(encoding="utf-8")
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_more: Any) -> str:
    """Lead links out of ``docs`` to pages of the site, or to the repository."""
    here = OTHER_PAGES.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    pages = {source: name for name, source in OTHER_PAGES.items()}

    def lead(found: re.Match[str]) -> str:
        target, _, anchor = found[1].partition("#")
        if "://" in target or not target or target.startswith("mailto:"):
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
        anchor = f"#{anchor}" if anchor else ""
        if path in pages:
            return f"]({pages[path]}{anchor})"
        if path.startswith("docs/") and not path.endswith(".ipynb"):
            return f"]({path.removeprefix('docs/')}{anchor})"
        return f"]({REPOSITORY}{path}{anchor})"

    return re.sub(r"\]\(([^)\s]+)\)", lead, with_lists(markdown))


def with_lists(markdown: str) -> str:
    """The page with an empty line before each list: GitHub needs none after a line of text, mkdocs does."""
    lines: list[str] = []
    is_code = False
    for line in markdown.split("\n"):
        before = lines[-1] if lines else ""
        begins = re.match(r"(?:- |1\. )", line) is not None
        if begins and not is_code and before and not re.match(r"\s|- |\d+\. ", before):
            lines.append("")
        is_code ^= line.lstrip().startswith("```")
        lines.append(line)
    return "\n".join(lines)

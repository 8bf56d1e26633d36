"""Checks an XML document against a DTD: elements, their children, attributes, identifiers."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

_REPEATS = ("", "?", "*", "+")
_EMPTY, _ANY, _MIXED, _NAME, _CHOICE, _SEQUENCE = range(1, 7)
"""Expat's kinds of content."""


@dataclass
class Dtd:
    """A DTD as it was read.

    Attributes:
        contents: For each element a regular expression that its children's names, each with a blank, match.
        attributes: For each element its attributes: name, kind, whether it is required.
    """

    contents: dict[str, re.Pattern[str]] = field(default_factory=dict)
    attributes: dict[str, dict[str, tuple[str, bool]]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Dtd":
        """Read declarations from a file."""
        dtd = cls()
        parser = expat.ParserCreate()

        def on_element(name: str, model: tuple[Any, ...]) -> None:
            dtd.contents[name] = re.compile(_expression(model))

        def on_attribute(element: str, name: str, kind: str, _default: str | None, required: int) -> None:
            dtd.attributes.setdefault(element, {})[name] = (kind, bool(required))

        parser.ElementDeclHandler = on_element
        parser.AttlistDeclHandler = on_attribute
        parser.Parse(f"<!DOCTYPE fcpxml [{path.read_text()}]><fcpxml/>", True)
        return dtd

    def faults(self, document: str) -> list[str]:
        """What is wrong with a document; empty if it is valid."""
        root = ElementTree.fromstring(document.encode())  # noqa: S314 - written by the test.
        faults: list[str] = []
        identifiers: list[str] = []
        references: list[str] = []
        for element in root.iter():
            declared = self.attributes.get(element.tag, {})
            if element.tag not in self.contents:
                faults.append(f"<{element.tag}> is not declared")
                continue
            children = "".join(f"{child.tag} " for child in element)
            if not self.contents[element.tag].fullmatch(children):
                faults.append(f"<{element.tag}> holds {children}")
            faults += [
                f"<{element.tag}> lacks {name}"
                for name, (_, required) in declared.items()
                if required and name not in element.attrib
            ]
            for name, value in element.attrib.items():
                kind = declared.get(name, ("", False))[0]
                identifiers += [value] * (kind == "ID")
                references += [value] * (kind == "IDREF")
                if not kind or (kind.startswith("(") and value not in kind[1:-1].split("|")):
                    faults.append(f'<{element.tag} {name}="{value}">')
        faults += [f"{name} is given twice" for name in set(identifiers) if identifiers.count(name) > 1]
        return faults + [f"nothing is called {name}" for name in references if name not in identifiers]


def _expression(model: tuple[Any, ...]) -> str:
    kind, repeat, name, children = model
    if kind == _NAME:
        inside = re.escape(name) + " "
    elif kind in (_EMPTY, _MIXED):
        inside = "|".join(map(_expression, children))
    elif kind == _ANY:
        inside = ".*"
    else:
        inside = ("|" if kind == _CHOICE else "").join(map(_expression, children))
    return f"(?:{inside}){_REPEATS[repeat]}"

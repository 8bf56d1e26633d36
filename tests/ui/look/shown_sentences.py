"""The sentences that are written below the window, from the source, as templates with numbered places.

``python -m tests.ui.look.shown_sentences`` adds those that are new to the translations, as unfinished, and
removes those that are no longer written.
"""

import ast
import errno
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from videxplore.paths import resources_folder

PACKAGE = Path(__file__).resolve().parents[3] / "videxplore"
TRANSLATIONS = resources_folder() / "sentences"
CONTEXT = "Sentence"

_BELOW_UI = ("backbones", "catalogue", "core", "search", "services", "transcription", "video")
_MODULES = ("composition.py", "settings.py", "paths.py")
_NOT_SHOWN = ("labels", "tables")
_SENTENCE = re.compile(r"(?=.*[a-z]{2}).*\s.*\.( ?%\d)?", re.DOTALL)
_SQL = re.compile(r"\b(?:SELECT|WHERE)\b")
_PHRASE = re.compile(r"[A-Za-z]{3,}|(?=.*[a-z]{3})[^_/<=\n]* [^_/<=\n]*")
_PART = re.compile(r"(?=.*[a-z]{3}).*[a-z%:;] .*")
_WRITE_PARTS = ("downloads.py", "transfers.py", "extras.py")
"""Modules whose texts are parts of sentences of others."""
_PARTS_OF = ("_exit_reason", "_faults_of_words")
"""Functions that return such parts."""
_LOGGERS = ("_log", "log", "logger")
_SYSTEM_ERRORS = (
    errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR,
    errno.EIO, errno.EEXIST, errno.EBUSY, errno.ENAMETOOLONG, errno.EMFILE, errno.EDQUOT, errno.EFBIG,
    errno.ENOTEMPTY, errno.ENODEV, errno.ESTALE, errno.ECONNREFUSED, errno.ETIMEDOUT, errno.ENOMEM,
)  # fmt: skip
_OF_PYTHON = ("[Errno %1] %2: '%3'", "[Errno %1] %2: '%3' -> '%4'", "[Errno %1] %2")
"""How Python writes the errors of the system."""
_NAME = "“%1”"
"""How the name of a file is written in a sentence."""


@cache
def shown_templates() -> frozenset[str]:
    """Every sentence and phrase that the window can show and that its own code does not translate."""
    source = _Source()
    return (
        frozenset(source.templates()) | {os.strerror(code) for code in _SYSTEM_ERRORS} | {*_OF_PYTHON, _NAME}
    )


class _Source:
    """The modules that write sentences, and what their names stand for."""

    def __init__(self) -> None:
        below = [file for name in _BELOW_UI for file in sorted((PACKAGE / name).rglob("*.py"))]
        files = [file for file in below if not set(_NOT_SHOWN) & set(file.parts)]
        files += [PACKAGE / name for name in _MODULES]
        self._below = {file: _nodes(file) for file in files}
        ui = sorted((PACKAGE / "ui").rglob("*.py"))
        self._ui = [_nodes(file) for file in ui if "Error(" in file.read_text(encoding="utf-8")]
        self._functions: dict[str, list[ast.FunctionDef]] = defaultdict(list)
        self._constants: dict[str, list[ast.expr]] = defaultdict(list)
        self._scopes: dict[ast.AST, ast.FunctionDef] = {}
        for module in (*self._below.values(), *self._ui):
            self._read(module)
        self._found: set[str] = set()
        self._seen: set[ast.AST] = set()

    def templates(self) -> set[str]:
        """All sentences, and the phrases that stand in their places."""
        for file, module in self._below.items():
            silent = set(_silent(module))
            shape = _PART if file.name in _WRITE_PARTS else _SENTENCE
            for node in module:
                if node not in silent and (text := _template(node)) and shape.fullmatch(text):
                    self._collect(node)
        for name in _PARTS_OF:
            self._collect_all(self._functions[name])
        for module in (*self._below.values(), *self._ui):
            for call in (node for node in module if isinstance(node, ast.Call)):
                self._collect_argument(call)
        return self._found

    def _collect_all(self, functions: Sequence[ast.FunctionDef]) -> None:
        for function in functions:
            nodes = list(ast.walk(function))
            silent = set(_silent(nodes))
            for node in nodes:
                if node not in silent and _template(node):
                    self._collect(node)

    def _read(self, module: Sequence[ast.AST]) -> None:
        for statement in module[0].body if isinstance(module[0], ast.Module) else ():
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                    if isinstance(target, ast.Name):
                        self._constants[target.id].append(statement.value)
        for node in module:
            if isinstance(node, ast.FunctionDef):
                self._functions[node.name].append(node)
                # An inner function is walked later and so keeps what is its own.
                self._scopes.update(dict.fromkeys(ast.walk(node), node))

    def _collect_argument(self, call: ast.Call) -> None:
        """What an error, or a report of progress, is given as its words."""
        name = _name(call.func)
        if name in _errors() and call.args:
            self._collect(call.args[0], is_sentence=True)
        elif name == "WorkerExited" and call.args:
            self._collect(call.args[0])
        elif name == "checkpoint":
            for words in (*call.args[2:3], *(one.value for one in call.keywords if one.arg == "message")):
                self._collect(words)

    def _collect(self, node: ast.AST, *, is_sentence: bool = False) -> None:
        """Keep a text, and follow the names and functions that stand in it to the texts they stand for."""
        if node in self._seen:
            return
        self._seen.add(node)
        text = _template(node)
        if text and not _SQL.search(text):
            if (is_sentence and text != "%1.") or _PHRASE.fullmatch(text) or _SENTENCE.fullmatch(text):
                self._found.add(text)
            node = node if isinstance(node, ast.JoinedStr) else ast.Tuple([])
        for part in self._parts(node):
            self._collect(part)

    def _parts(self, node: ast.AST) -> Sequence[ast.AST]:
        match node:
            case ast.JoinedStr(values):
                return [value.value for value in values if isinstance(value, ast.FormattedValue)]
            case ast.IfExp(_, body, otherwise):
                return [body, otherwise]
            case ast.BoolOp(_, values) | ast.Tuple(values) | ast.Dict(_, values):
                return values
            case ast.Subscript(value):
                return [value]
            case ast.Name(name):
                return self._values(name, self._scopes.get(node))
            case ast.Call(ast.Attribute(value, "removesuffix" | "get" | "strip")):
                return [value]
            case ast.Call(function):
                return self._returns(_name(function))
        return []

    def _values(self, name: str, scope: ast.FunctionDef | None) -> Sequence[ast.AST]:
        """What is assigned to a name in its function, or else as a constant."""
        local = [value for node in ast.walk(scope) for value in _assigned(node, name)] if scope else []
        return local or self._constants.get(name, [])

    def _returns(self, name: str) -> Sequence[ast.AST]:
        """What a function returns that returns text, where only one has this name."""
        if len(self._functions[name]) != 1:
            return []
        function = self._functions[name][0]
        if function.returns is None or ast.unparse(function.returns) not in ("str", "str | None"):
            return []
        return [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value is not None
        ]


@cache
def _errors() -> frozenset[str]:
    """The names of all errors whose text is a sentence for the user."""
    names = {"VidexploreError"}
    classes = [
        node
        for file in sorted(PACKAGE.rglob("*.py"))
        if "Error)" in (source := file.read_text(encoding="utf-8"))
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    ]
    for _level in range(4):
        names |= {one.name for one in classes if names & {_name(base) for base in one.bases}}
    return frozenset(names)


def _nodes(file: Path) -> list[ast.AST]:
    """A module and everything in it."""
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _template(node: ast.AST) -> str:
    """A text with ``%1``, ``%2`` and so on where values stand; empty for what is not a text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    number, words = 0, ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            words += str(part.value)
        else:
            number += 1
            words += f"%{number}"
    return words


def _assigned(node: ast.AST, name: str) -> Iterator[ast.expr]:
    if isinstance(node, ast.AnnAssign) and _name(node.target) == name and node.value is not None:
        yield node.value
    for target in node.targets if isinstance(node, ast.Assign) else []:
        value = node.value  # type: ignore[attr-defined]
        if _name(target) == name:
            yield value
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from (
                given for one, given in zip(target.elts, value.elts, strict=False) if _name(one) == name
            )


def _silent(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What no user sees: docstrings, logged texts, the texts of other exceptions, and parts of templates."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call):
            is_logged = isinstance(node.func, ast.Attribute) and _name(node.func.value) in _LOGGERS
            name = _name(node.func)
            is_other = name in ("ValueError", "TypeError", "RuntimeError", "KeyError")
            if is_logged or is_other:
                yield from node.args


def _update(file: Path, templates: frozenset[str]) -> tuple[int, int]:
    """Bring a file of translations up to date; how many sentences are new, and how many went."""
    tree = ElementTree.parse(file)  # noqa: S314 - our own file.
    context = tree.getroot().find("context")
    assert context is not None
    known = {message.findtext("source", ""): message for message in context.findall("message")}
    for message in known.values():
        context.remove(message)
    for template in sorted(templates):
        context.append(known[template] if template in known else _unfinished(template))
    ElementTree.indent(tree, " " * 4)
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")
    return len(templates - set(known)), len(set(known) - templates)


def _unfinished(template: str) -> "ElementTree.Element[str]":
    message = ElementTree.Element("message")
    ElementTree.SubElement(message, "source").text = template
    ElementTree.SubElement(message, "translation", type="unfinished")
    return message


if __name__ == "__main__":
    for translated in sorted(TRANSLATIONS.glob("*.ts")):
        print(translated.name, *_update(translated, shown_templates()))  # noqa: T201 - for whoever runs it.

"""Write what the command line says of itself as a manual page, a page of documentation, and completions.

    python packaging/command_pages.py man|markdown|bash|zsh|fish [FILE]

Everything comes from the program's own help, so that no page can differ from it.
"""

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import typer.main

from videxplore.cli.application import make_application

PROGRAM = "videxplore"
STATUS = (
    ("0", "done"),
    ("1", "some inputs failed"),
    ("2", "wrong usage"),
    ("3", "not available here: a file, the screen, a package or weights are missing"),
    ("130", "cancelled by Ctrl+C"),
)


@dataclass(frozen=True)
class Command:
    """A command as its help describes it.

    Attributes:
        name: Its words after the program's name; empty for the program itself.
        summary: The first sentence of its help.
        usage: What follows its name.
        text: The whole help.
        arguments: Names of arguments with their help.
        options: Names of options with their help.
        flags: Every spelling of every option.
    """

    name: str
    summary: str
    usage: str
    text: str
    arguments: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]


def commands() -> list[Command]:
    """The program, every command, and every command of a group such as ``models``."""
    return list(_walk(typer.main.get_command(make_application()), ""))


def _walk(command: Any, name: str) -> Iterator[Command]:
    # typer publishes no types for the commands it makes.
    loaded = command.load() if hasattr(command, "load") else command
    context = loaded.context_class(loaded, info_name=f"{PROGRAM} {name}".strip())
    records = [(one, one.get_help_record(context)) for one in loaded.get_params(context)]
    shown = [(one, record) for one, record in records if record is not None]
    text = " ".join((loaded.help or "").split())
    yield Command(
        name=name,
        summary=re.split(r"(?<=\.)\s", text)[0],
        usage=" ".join(map(_plain_usage, loaded.collect_usage_pieces(context))),
        text=text,
        arguments=tuple(
            # The type says no more than the name.
            (re.sub(r" <[\w\[\] ]+>$", "", name), words)
            for one, (name, words) in shown
            if one.param_type_name == "argument"
        ),
        options=tuple(record for one, record in shown if one.param_type_name == "option"),
        flags=tuple(
            flag
            for one, _ in shown
            if one.param_type_name == "option"
            for flag in (*one.opts, *one.secondary_opts)
        ),
    )
    for inner, below in getattr(loaded, "commands", {}).items():
        yield from _walk(below, f"{name} {inner}".strip())


def _plain_usage(piece: str) -> str:
    """A part of a usage as manuals write it: ``VIDEO``, ``VIDEO ...``, ``[VIDEO]``, ``[VIDEO ...]``."""
    if piece.startswith("COMMAND"):
        return "COMMAND ..."
    name = piece.removesuffix("...").strip("[]{}").removesuffix(" ...")
    words = f"{name} ..." if piece.endswith("...") else name
    return f"[{words}]" if piece.startswith("[") else words


def manual_page(found: list[Command]) -> str:
    """The manual page, videxplore(1), in the macros of man(7)."""
    version = metadata.version(PROGRAM)
    whole, *others = found
    lines = [
        f'.TH VIDEXPLORE 1 "" "videxplore {version}" "User Commands"',
        ".SH NAME",
        f"{PROGRAM} \\- {_roff(whole.text[0].lower() + whole.text[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {PROGRAM}\n[\\fIFILE or FOLDER\\fR ...]",
        f".PP\n.B {PROGRAM}\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
        "Without a command the window opens, and indexes the files and folders that are named.",
        *_roff_records(whole.options),
        ".SH COMMANDS",
    ]
    for one in others:
        lines += [f".SS {PROGRAM} {_roff(one.name)} {_roff(one.usage)}", _roff(one.text)]
        lines += _roff_records((*one.arguments, *one.options))
    lines.append(".SH EXIT STATUS")
    lines += [line for code, words in STATUS for line in (".TP", f".B {code}", _roff(words))]
    lines += [
        ".SH FILES",
        _roff(FILES),
        ".SH ENVIRONMENT",
        ".TP",
        ".B VIDEXPLORE_WEIGHTS",
        "The folder of weights.",
    ]
    return "\n".join(lines) + "\n"


FILES = (
    "The library is in $XDG_DATA_HOME/videxplore, fetched weights are in $XDG_CACHE_HOME/videxplore, settings"
    " are in $XDG_CONFIG_HOME/videxplore, the log and the layout of the window in $XDG_STATE_HOME/videxplore."
)


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


def _roff_records(records: tuple[tuple[str, str], ...]) -> list[str]:
    return [
        line
        for names, words in records
        for line in (".TP", f".B {_roff(names)}", _roff(" ".join(words.split())))
    ]


def markdown(found: list[Command]) -> str:
    """A page of documentation with a section for each command."""
    whole, *others = found
    lines = [
        "# Commands",
        "",
        "Generated from the program's help. [The contract](contract.md) describes JSON and exit codes.",
        "",
        *_table(whole.options),
    ]
    for one in others:
        usage = "\n".join(textwrap.wrap(f"{PROGRAM} {one.name} {one.usage}", 100, subsequent_indent="    "))
        lines += [f"## {one.name}", "", one.text, "", "```", usage, "```", ""]
        lines += _table((*one.arguments, *one.options))
    return "\n".join(lines).rstrip() + "\n"


def _table(records: tuple[tuple[str, str], ...]) -> list[str]:
    rows = [f"| <code>{_cell(names)}</code> | {_cell(' '.join(words.split()))} |" for names, words in records]
    return ["| | |", "|---|---|", *rows, ""]


def _cell(text: str) -> str:
    """Help in a cell: a bar would end the cell, an angle bracket begin an element."""
    return text.replace("|", "&#124;").replace("<", "&lt;")


def bash(found: list[Command]) -> str:
    """Completion for bash: commands, options, and files for everything else."""
    cases = "\n".join(
        f"        {one.name!r}) flags={' '.join(one.flags)!r};;".replace("'", '"')
        for one in found
        if one.name
    )
    inner = "\n".join(
        f'            {group}) words="{" ".join(_names(found, f"{group} "))}";;' for group in _groups(found)
    )
    return f"""# bash completion for {PROGRAM}
_{PROGRAM}() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}" flags="" words=""
    if [[ $COMP_CWORD -gt 2 ]]; then
        case $command in
            {"|".join(_groups(found))}) command="$command ${{COMP_WORDS[2]}}";;
        esac
    fi
    COMPREPLY=()
    if [[ $COMP_CWORD -eq 1 && $current != -* ]]; then
        COMPREPLY=($(compgen -W "{" ".join(_names(found))}" -- "$current"))
    elif [[ $COMP_CWORD -eq 2 && $current != -* ]]; then
        case $command in
{inner}
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
    case $command in
{cases}
        *) flags="{" ".join(found[0].flags)}";;
    esac
    if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current")); fi
}}
complete -o bashdefault -o default -F _{PROGRAM} {PROGRAM}
"""


def zsh(found: list[Command]) -> str:
    """Completion for zsh."""
    described = "\n".join(f"    {_quoted(f'{one.name}:{one.summary}')}" for one in _top(found))
    cases = "\n".join(
        f"        {one.name.replace(' ', '-')}) _arguments {' '.join(_zsh_options(one))} '*:file:_files';;"
        for one in found
        if one.name
    )
    groups = "\n".join(
        f"""    if [[ $command == {group} ]]; then
        if (( CURRENT == 2 )); then
            _values command {" ".join(_names(found, f"{group} "))}
            return
        fi
        command="{group}-$words[2]"
    fi"""
        for group in _groups(found)
    )
    return f"""#compdef {PROGRAM}
# zsh completion for {PROGRAM}
_{PROGRAM}() {{
    local -a commands=(
{described}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        _files
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
{groups}
    case $command in
{cases}
    esac
}}
_{PROGRAM} "$@"
"""


def fish(found: list[Command]) -> str:
    """Completion for fish."""
    names = " ".join(_names(found))
    lines = [f"# fish completion for {PROGRAM}"]
    none_yet = f'"not __fish_seen_subcommand_from {names}"'
    lines += [
        f"complete -c {PROGRAM} -n {none_yet} -a {one.name} -d {_quoted(one.summary)}" for one in _top(found)
    ]
    for group in _groups(found):
        below = " ".join(_names(found, f"{group} "))
        lines.append(
            f'complete -c {PROGRAM} -n "__fish_seen_subcommand_from {group};'
            f' and not __fish_seen_subcommand_from {below}"'
            f" -f -a {_quoted(below)}"
        )
    for one in found[1:]:
        seen = f'"{"; and ".join(f"__fish_seen_subcommand_from {word}" for word in one.name.split())}"'
        for names, words in one.options:
            spelt = " ".join(
                f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in _flags_in(names)
            )
            value = " -r" if re.search(r" [^-\s/,]", names) else ""
            lines.append(
                f"complete -c {PROGRAM} -n {seen} {spelt}{value} -d {_quoted(' '.join(words.split()))}"
            )
    return "\n".join(lines) + "\n"


def _names(found: list[Command], start: str = "") -> list[str]:
    """The commands directly below the program, or below one of them."""
    names = [one.name.removeprefix(start) for one in found if one.name.startswith(start)]
    return [name for name in names if name and " " not in name]


def _top(found: list[Command]) -> list[Command]:
    return [one for one in found if one.name and " " not in one.name]


def _groups(found: list[Command]) -> list[str]:
    """The commands that have others below them."""
    return [one.name for one in _top(found) if _names(found, f"{one.name} ")]


def _flags_in(names: str) -> list[str]:
    return re.findall(r"(?:^|(?<=[\s/,]))--?[\w-]+", names)


def _zsh_options(one: Command) -> list[str]:
    options = []
    for names, words in one.options:
        help_text = re.sub(r"[\[\]:]", " ", " ".join(words.split()))
        value = ":value:_files" if re.search(r" [^-\s/,]", names) else ""
        options += [_quoted(f"{flag}[{help_text}]{value}") for flag in _flags_in(names)]
    return options


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'" if "'" not in text else '"' + text.replace('"', "") + '"'


FORMS = {"man": manual_page, "markdown": markdown, "bash": bash, "zsh": zsh, "fish": fish}


def main() -> None:
    """Write one form to a file or to the standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("form", choices=FORMS)
    parser.add_argument("file", type=Path, nargs="?")
    options = parser.parse_args()
    text = FORMS[options.form](commands())
    if options.file is None:
        sys.stdout.write(text)
    else:
        options.file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

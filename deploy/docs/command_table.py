"""The table of `jieban` commands, from click."""

from __future__ import annotations

from collections.abc import Iterator

import click

from deploy.cli import jieban
from deploy.docs.bilingual import half
from deploy.docs.table import markdown_table

_HEADS = {"en": ("command", "what it does"), "zh": ("命令", "作用")}


def command_table(language: str) -> str:
    """One row a command with its arguments and the first line of its help in `language` (`en`, `zh`)."""
    rows = [(f"`{usage}`", half(text, language)) for usage, text in list_commands()]
    return markdown_table(_HEADS[language], rows)


def list_commands() -> list[tuple[str, str]]:
    """Usage and first help line of every command that does something, by name."""
    return sorted(_walk(jieban, "jieban"))


def _walk(group: click.Group, path: str) -> Iterator[tuple[str, str]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _walk(command, f"{path} {name}")
        elif command is not None:
            yield " ".join([path, name, *_words(command)]), (command.help or "").partition("\n")[0]


def _words(command: click.Command) -> list[str]:
    words = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            name = (parameter.name or "").upper()
            words.append(name if parameter.required else f"[{name}]")
        elif isinstance(parameter, click.Option):
            words.append(f"[{'/'.join(parameter.opts[:1] + parameter.secondary_opts)}]")
    return words

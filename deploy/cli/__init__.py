"""The `jieban` command. Each command has a file of its own and says its help in Chinese and English."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from deploy.settings import EXIT_BAD_SETTINGS, SettingsFault
from models.ground.errors import DomainError, OfficeUnusable

COMMANDS = (
    "account",
    "backup",
    "breach",
    "calendar",
    "check",
    "clock",
    "deadline",
    "deploy",
    "engine",
    "figures",
    "files",
    "history",
    "init",
    "keys",
    "limits",
    "migrate",
    "reconcile",
    "replay",
    "restore",
    "trail",
    "up",
    "web",
    "workers",
)


class _Commands(click.Group):
    """Imports a command when it is asked for: the engine starts without adapters and use cases."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def jieban() -> None:
    """Jieban 接办: service complaints of a government service centre / 政务服务投诉处置。"""


def main() -> None:
    """Entry point: what a person has to mend first ends with exit code 78, any other refusal with 1."""
    os.umask(0o077)  # whatever a command writes is its owner's alone
    try:
        jieban()
    except SettingsFault as fault:
        for line in fault.faults:
            click.echo(f"setting / 设置: {line}", err=True)
        sys.exit(EXIT_BAD_SETTINGS)
    except OfficeUnusable as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(EXIT_BAD_SETTINGS)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)

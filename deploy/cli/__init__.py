"""The `jieban` command. Each command has a file of its own and says its help in Chinese and English."""

from __future__ import annotations

import sys

import click

from deploy.cli.account import account
from deploy.cli.check import check
from deploy.cli.clock import clock
from deploy.cli.deadline import deadline
from deploy.cli.engine import engine
from deploy.cli.init import init
from deploy.cli.keys import keys
from deploy.cli.limits import limits
from deploy.cli.replay import replay
from deploy.cli.trail import trail
from deploy.cli.up import up
from deploy.cli.web import web
from deploy.cli.workers import workers
from deploy.settings import EXIT_BAD_SETTINGS, SettingsFault
from models.errors import DomainError
from models.key_file import KeyFileUnusable
from models.migrations import DatabaseIsNewer
from services.identity.vault_key import ForeignKeyFile


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def jieban() -> None:
    """Jieban 接办: service complaints of a government service centre / 政务服务投诉处置。"""


for command in (account, check, clock, deadline, engine, init, keys, limits, replay, trail, up, web, workers):
    jieban.add_command(command)


def main() -> None:
    """Entry point: what a person has to mend first ends with exit code 78, any other refusal with 1."""
    try:
        jieban()
    except SettingsFault as fault:
        for line in fault.faults:
            click.echo(f"setting / 设置: {line}", err=True)
        sys.exit(EXIT_BAD_SETTINGS)
    except (KeyFileUnusable, ForeignKeyFile, DatabaseIsNewer) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(EXIT_BAD_SETTINGS)
    except DomainError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)

"""The `jieban` command. Each command has a file of its own and says its help in Chinese and English."""

from __future__ import annotations

import sys

import click

from deploy.cli.account import account
from deploy.cli.clock import clock
from deploy.cli.deadline import deadline
from deploy.cli.engine import engine
from deploy.cli.init import init
from deploy.cli.keys import keys
from deploy.cli.replay import replay
from deploy.cli.trail import trail
from deploy.cli.up import up
from deploy.cli.web import web
from deploy.cli.workers import workers
from deploy.settings import EXIT_BAD_SETTINGS, SettingsFault


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def jieban() -> None:
    """Jieban 接办: service complaints of a government service centre / 政务服务投诉处置。"""


for command in (account, clock, deadline, engine, init, keys, replay, trail, up, web, workers):
    jieban.add_command(command)


def main() -> None:
    """Entry point: bad settings end with exit code 78 and one line per fault."""
    try:
        jieban()
    except SettingsFault as fault:
        for line in fault.faults:
            click.echo(f"setting / 设置: {line}", err=True)
        sys.exit(EXIT_BAD_SETTINGS)

"""`jieban up`: engine, workers and web under one supervisor."""

from __future__ import annotations

import sys

import click

from deploy.settings import load_settings
from deploy.supervise.lock import AlreadyRunning, OfficeLock, make_private_folder


@click.command()
@click.option("--demo", is_flag=True, help="Make a demo office when there is none / 没有机构时建立演示机构")
def up(demo: bool) -> None:
    """Start everything and keep it running / 启动全部服务并持续看护。"""
    from deploy.running_office import run_office

    settings = load_settings()
    lock = OfficeLock(make_private_folder(settings.data))
    try:
        lock.acquire()
    except AlreadyRunning as refusal:
        raise click.ClickException(str(refusal)) from refusal
    code = run_office(settings, demo)
    lock.release()
    sys.exit(code)

"""`jieban up`: engine, workers and web under one supervisor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from deploy.read_code import reading_code
from deploy.settings import load_settings
from deploy.supervise.lock import AlreadyRunning, OfficeLock, make_private_folder

if TYPE_CHECKING:
    from deploy.supervise.nursery import Nursery


@click.command()
@click.option("--demo", is_flag=True, help="Make a demo office when there is none / 没有机构时建立演示机构")
def up(demo: bool) -> None:
    """Start everything and keep it running / 启动全部服务并持续看护。"""
    with reading_code():
        import deploy.running_office  # noqa: F401 - only read, not called by name
        from deploy.office_nursery import office_nursery

    # Before there is anything that a part must not inherit; it goes on reading while the office is opened.
    with office_nursery() as nursery:
        sys.exit(_run(demo, nursery))


def _run(demo: bool, nursery: Nursery | None) -> int:
    from deploy.office_to_come import refuse_closed_folder
    from deploy.running_office import run_office

    settings = load_settings()
    try:
        lock = OfficeLock(make_private_folder(settings.data))
        lock.acquire()
    except AlreadyRunning as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except OSError as error:
        raise refuse_closed_folder(error) from error
    try:
        return run_office(settings, demo, nursery, was_left=lock.was_left)
    finally:
        # Also after a refused start: a lock that is not given back tells the next one that this run was killed.
        lock.release()

"""`jieban workers`: jobs, outbox sender and task projection."""

from __future__ import annotations

import click

from deploy.read_code import reading_code
from deploy.settings import load_settings


@click.command()
def workers() -> None:
    """Do the engine's jobs and send what was committed / 运行作业处理与发件。"""
    settings = load_settings()
    with reading_code():
        import workers.main  # noqa: F401 - only read, not called by name
        from deploy.wiring import run_workers

    run_workers(settings)

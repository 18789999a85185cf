"""`jieban workers`: jobs, outbox sender and task projection."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.command()
def workers() -> None:
    """Do the engine's jobs and send what was committed / 运行作业处理与发件。"""
    from deploy.wiring import run_workers

    run_workers(load_settings())

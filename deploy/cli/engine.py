"""`jieban engine`: the embedded engine alone."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click

from deploy.settings import load_settings


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of its store / 存储目录")
def engine(data: Path | None) -> None:
    """Serve the Zeebe protocol on this machine / 单独运行内置流程引擎。"""
    from engine.__main__ import announce
    from engine.server import serve
    from engine.settings import EngineSettings
    from engine.start_refused import EXIT_START_REFUSED, StartRefused

    settings = load_settings()
    chosen = EngineSettings(
        data_dir=data or settings.data / "engine",
        host=settings.bind,
        grpc_port=settings.grpc_port,
        rest_port=settings.rest_port,
        search_lag_ms=int(os.environ.get("SEARCH_LAG_MS", "0")),
        retention_days=settings.engine_retention_days,
    )
    try:
        asyncio.run(serve(chosen, announce))
    except StartRefused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(EXIT_START_REFUSED)

"""`jieban engine`: the embedded engine alone."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import click

from deploy.settings import load_settings


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of its store / 存储目录")
def engine(data: Path | None) -> None:
    """Serve the Zeebe protocol on this machine / 单独运行内置流程引擎。"""
    from engine.server import serve
    from engine.settings import EngineSettings

    settings = load_settings()
    asyncio.run(
        serve(
            EngineSettings(
                data_dir=data or settings.data / "engine",
                host=settings.bind,
                grpc_port=settings.grpc_port,
                rest_port=settings.rest_port,
                search_lag_ms=int(os.environ.get("SEARCH_LAG_MS", "0")),
            )
        )
    )

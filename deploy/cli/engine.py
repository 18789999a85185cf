"""`jieban engine`: the embedded engine alone."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.settings import Settings, load_settings

if TYPE_CHECKING:
    from engine.runtime import Runtime


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of its store / 存储目录")
def engine(data: Path | None) -> None:
    """Serve the Zeebe protocol on this machine / 单独运行内置流程引擎。"""
    from deploy.keys_seen import read_newest_key
    from deploy.log_setup import configure_logging
    from engine.__main__ import announce
    from engine.access.tls import read_certificate
    from engine.server import serve
    from engine.settings import EngineSettings
    from engine.start_refused import CommitFailed, StartRefused

    settings = load_settings()
    configure_logging("engine")
    try:
        chosen = EngineSettings(
            data_dir=data or settings.data / "engine",
            host=settings.engine_bind,
            grpc_port=settings.grpc_port,
            rest_port=settings.rest_port,
            search_lag_ms=settings.search_lag_ms,
            login_file=settings.engine_login_file,
            certificate=read_certificate(settings.engine_tls_certificate, settings.engine_tls_key),
            hosts=tuple(name.strip() for name in settings.engine_hosts.split(",") if name.strip()),
            retention_days=settings.engine_retention_days,
            keys_after=read_newest_key(settings),
        )
        asyncio.run(serve(chosen, announce, watch=lambda runtime: _show(settings, runtime)))
    except (StartRefused, CommitFailed) as end:
        click.echo(str(end), err=True)
        sys.exit(end.exit_code)


def _show(settings: Settings, runtime: Runtime) -> None:
    from prometheus_client import CollectorRegistry

    from deploy.metrics.engine_metrics import EngineMetrics
    from deploy.metrics.serving import Shows, show_metrics

    if settings.metrics_port:
        registry = CollectorRegistry()
        registry.register(EngineMetrics(lambda: runtime.figures))
        show_metrics(settings.metrics_port, Shows.ENGINE, registry)

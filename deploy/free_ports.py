"""Whether the ports of an office are free, before anything is started."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import click

from deploy.settings import Settings

_POLL_SECONDS = 0.2


def require_free_ports(settings: Settings, wait_seconds: float, complain: Callable[[str], None]) -> None:
    """Refuse a port that another program holds; the processes of a run that was killed get `wait_seconds` to end."""
    named = {"JIEBAN_WEB_PORT": (settings.bind, settings.web_port)}
    if settings.has_embedded_engine:
        named["JIEBAN_GRPC_PORT"] = (settings.engine_bind, settings.grpc_port)
        named["JIEBAN_REST_PORT"] = (settings.engine_bind, settings.rest_port)
    limit, has_told = time.monotonic() + wait_seconds, False
    for name, (address, port) in named.items():
        while not _is_free(address, port):
            if time.monotonic() >= limit:
                text = f"port {port} is taken by another program; set {name} / 端口 {port} 已被占用，请设置 {name}"
                raise click.ClickException(text)
            if not has_told:
                complain(
                    "the last run was killed; its processes are still ending / 上次运行被强制结束，等待其进程退出"
                )
                has_told = True
            time.sleep(_POLL_SECONDS)


def _is_free(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True

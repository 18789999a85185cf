"""`jieban web`: pages and API under gunicorn."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.command()
def web() -> None:
    """Serve the pages / 运行网页服务。"""
    from deploy.web_server import serve_web

    serve_web(load_settings())

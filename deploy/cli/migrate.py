"""`jieban migrate`: brings the database to this release, for offices whose parts run as units of their own."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.command()
def migrate() -> None:
    """Bring the office's database to this release; a repeat does nothing / 把数据库升级到本版本。"""
    from deploy.office import office_exists, open_office

    settings = load_settings()
    if not office_exists(settings):
        raise click.ClickException(
            f"{settings.data}: no office here, make one by jieban init / 此处没有机构，请先运行 jieban init"
        )
    open_office(settings, click.echo)

"""`jieban figures`: the store that the pages of figures are counted from."""

from __future__ import annotations

import click

from deploy.settings import load_settings

_SHOWN = 50


@click.group()
def figures() -> None:
    """Store of figures / 统计库。"""


@figures.command()
def rebuild() -> None:
    """Make the store anew from the database; the office goes on meanwhile / 由数据库重建统计库，期间不影响办理。"""
    from deploy.wiring import unit_factory
    from services.figures.rebuild import rebuild_figures

    done = rebuild_figures(
        unit_factory(load_settings()),
        lambda number, of: click.echo(
            f"figures: {number} of {of} / 已统计 {number} 件，共 {of} 件", err=True
        ),
    )
    click.echo(f"{done} complaints counted / 已统计 {done} 件")


@figures.command()
def check() -> None:
    """Compare the store with a full scan of the database; exit 1 where they differ / 将统计库与数据库逐件核对。"""
    from deploy.wiring import unit_factory
    from services.figures.check import check_figures

    number = 0
    for number, difference in enumerate(check_figures(unit_factory(load_settings())), start=1):
        if number <= _SHOWN:
            click.echo(difference)
    if number:
        click.echo(
            f"{number} differences; `jieban figures rebuild` makes the store anew"
            f" / 共 {number} 处不一致，可用 jieban figures rebuild 重建",
            err=True,
        )
        raise SystemExit(1)
    click.echo("the store is equal to the database / 统计库与数据库一致")

"""`jieban trail`: the chained history of the office."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.group()
def trail() -> None:
    """History of the office / 操作留痕。"""


@trail.command()
def verify() -> None:
    """Walk the whole chain; exit 1 and the row's number where it breaks / 校验留痕链是否完整。"""
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError
    from models.ledger.trail_check import verify_trail

    try:
        with unit_factory(load_settings())().reading() as unit:
            report = verify_trail(unit.session)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if report.fault is not None:
        raise click.ClickException(
            f"row {report.fault.seq}: {report.fault.reason}; {report.checked} rows before it hold"
            f" / 第 {report.fault.seq} 行有问题，此前 {report.checked} 行完整"
        )
    if report.emptied:
        click.echo(
            f"{report.emptied} of them emptied with their destroyed files, each proven by its event"
            f" / 其中 {report.emptied} 行的内容已随案卷销毁，均有销毁记录为证"
        )
    click.echo(f"{report.checked} rows hold / 行完整; head / 链尾 {report.head}")

"""`jieban breach`: whose data an account saw, for who must tell people of a leak (PIPL article 57)."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.settings import load_settings

if TYPE_CHECKING:
    from datetime import datetime

    from services.looks.find_breach import Breach, SeenThing

_SHOWN = 50
_WORDS = {
    "case": "cases / 投诉件",
    "identity": "identities / 身份信息",
    "evidence": "evidence / 证据文件",
    "export": "papers and tables that left / 导出的文书和表格",
    "incoming": "messages, boxes and visits of no case yet / 尚未立件的来件、开箱物和预约",
}
_HEAD = ("account", "kind", "case", "thing", "minutes", "first", "last")


@click.command()
@click.option(
    "--since", required=True, help="From this moment, e.g. 2026-09-07T08:00 (Beijing) / 起始时间（北京时间）"
)
@click.option("--account", help="Of this login alone / 只列此账号")
@click.option(
    "--out", type=click.Path(path_type=Path), help="All rows as a new CSV file / 全部写入新的 CSV 文件"
)
def breach(since: str, account: str | None, out: Path | None) -> None:
    """List what accounts have seen; it is on the trail / 列出账号看过的投诉件、身份、证据和导出，并留痕。"""
    from deploy.wiring import unit_factory
    from models.clock.legal_time import parse_moment
    from models.ground.errors import NotFound
    from services.actor import SYSTEM
    from services.looks.find_breach import FindBreach, find_breach

    try:
        moment = parse_moment(since)
    except ValueError as error:
        raise click.BadParameter("no moment / 不是时间", param_hint="--since") from error
    if out is not None and out.exists():
        raise click.ClickException(f"{out} is there already / 文件已存在")
    make_unit = unit_factory(load_settings())
    try:
        found = find_breach(FindBreach(moment, account), make_unit(), SYSTEM)
    except NotFound as error:
        raise click.ClickException(f"nobody has the login {account} / 没有此账号") from error
    _tell(found, moment)
    if out is not None:
        _write(out, found.rows)


def _tell(found: Breach, since: datetime) -> None:
    from services.looks.find_breach import list_numbers

    for kind, words in _WORDS.items():
        things = {(row.number, row.thing) for row in found.rows if row.kind.value == kind}
        click.echo(f"{len(things)} {words}")
    numbers = list_numbers(found.rows)
    click.echo(f"{len(numbers)} numbers / 涉及投诉件: {' '.join(numbers[:_SHOWN])}")
    if len(numbers) > _SHOWN:
        click.echo(f"... {len(numbers) - _SHOWN} more, all of them by --out / 其余见 --out 的文件")
    if any(row.kind.value == "export" and row.number is None for row in found.rows):
        click.echo(
            "lists on paper, and tables of before an upgrade, may hold cases that are not in these numbers:"
            " see the trail of the export / 打印的清单和升级前导出的表格中的投诉件可能不在此列，请查其导出留痕",
            err=True,
        )
    if found.recorded_since is None or since < found.recorded_since:
        first = "-" if found.recorded_since is None else found.recorded_since.isoformat(timespec="minutes")
        click.echo(
            f"looks are on record since {first}: nothing is known of before / 自该时起才有查看记录，此前不详",
            err=True,
        )


def _write(out: Path, rows: tuple[SeenThing, ...]) -> None:
    # The writer of workbooks comes with it, which no other command needs.
    from api.table_files import guard

    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(_HEAD)
            for row in rows:
                moments = (row.first_at.isoformat(), row.last_at.isoformat())
                told = (row.viewer, row.kind.value, row.number or "", row.thing, str(row.times), *moments)
                table.writerow([guard(cell) for cell in told])
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written / 无法写入: {fault.strerror}") from fault

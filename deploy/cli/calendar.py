"""`jieban calendar`: the yearly notice, and days that the centre closes or opens itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.settings import load_settings

if TYPE_CHECKING:
    from models.case.lifecycle import DayKind

_DAY = click.DateTime(["%Y-%m-%d"])
_REASON = click.option("--reason", required=True, help="Why, as it stands on the trail / 原因")
_BY = click.option("--by", required=True, help="Login of the administrator who answers for it / 管理员登录名")


@click.group()
def calendar() -> None:
    """Workdays of the office / 工作日历。"""


@calendar.command("list")
def list_days() -> None:
    """Every day that the centre set itself / 列出本机构自定的日期。"""
    from deploy.wiring import unit_factory
    from services.office.list_overrides import list_overrides

    for row in list_overrides(unit_factory(load_settings())()):
        click.echo(f"{row.day.isoformat()}\t{row.kind.value}\t{row.reason}\t{row.decided_by}")


@calendar.command("close")
@click.argument("day", type=_DAY)
@_REASON
@_BY
def close_day(*, day: datetime, reason: str, by: str) -> None:
    """Make DAY a day on which the office is closed; dates that were told stay / 设为休息日。"""
    from models.case.lifecycle import DayKind

    _override(day, DayKind.LOCAL_CLOSURE, reason, by)


@calendar.command("open")
@click.argument("day", type=_DAY)
@_REASON
@_BY
def open_day(*, day: datetime, reason: str, by: str) -> None:
    """Make DAY a workday; dates that were told stay / 设为工作日。"""
    from models.case.lifecycle import DayKind

    _override(day, DayKind.LOCAL_WORKDAY, reason, by)


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_BY
def import_file(*, file: Path, by: str) -> None:
    """Enter the yearly notice from FILE and count provisional dates anew / 导入放假安排，重新计算暂定日期。

    FILE is JSON: {"years": [{"year", "source", "published_on", "holidays": {"春节": ["2027-02-05"]}, "makeup": {}}]}.
    """
    from deploy.accounts import get_actor
    from deploy.cli.refused_input import as_click_fault
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError, InvalidInput
    from services.case.import_calendar import ImportCalendar, import_calendar

    make_unit = unit_factory(load_settings())
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise click.ClickException("file: not UTF-8 / 不是 UTF-8 文本") from fault
    try:
        done = import_calendar(ImportCalendar(text), make_unit(), get_actor(by, make_unit()))
    except InvalidInput as refusal:
        raise as_click_fault(refusal) from refusal
    except DomainError as refusal:
        raise click.ClickException(f"{refusal} {refusal.code}") from refusal
    if not done.years:
        click.echo("nothing new / 没有变化")
        return
    years = ", ".join(map(str, done.years))
    click.echo(
        f"{years}: {done.moved} dates moved, {done.kept} hold / 调整 {done.moved} 个期限，{done.kept} 个不变"
    )


def _override(day: datetime, kind: DayKind, reason: str, by: str) -> None:
    from deploy.accounts import get_actor
    from deploy.cli.refused_input import as_click_fault
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError, InvalidInput
    from services.office.override_day import OverrideDay, override_day

    make_unit = unit_factory(load_settings())
    try:
        override_day(OverrideDay(day.date(), kind, reason), make_unit(), get_actor(by, make_unit()))
    except InvalidInput as refusal:
        raise as_click_fault(refusal) from refusal
    except DomainError as refusal:
        raise click.ClickException(f"{refusal} {refusal.code}") from refusal
    click.echo(f"{day.date().isoformat()}: {kind.value} / 已设定")

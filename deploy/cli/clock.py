"""`jieban clock`: the movable clock of a demo office."""

from __future__ import annotations

from datetime import datetime, timedelta

import click
from sqlalchemy.exc import SQLAlchemyError

from deploy.clockwork import ClockRefused, OfficeClock, parse_advance
from deploy.replay.quiet import NotQuiet
from deploy.settings import load_settings
from models.clock.legal_time import ZONE as BEIJING
from models.ground.errors import DomainError

_LONGEST_REASON = 600


@click.group()
def clock() -> None:
    """Show or move a demo office's clock / 查看或拨动演示机构的时钟。"""


@clock.command()
def show() -> None:
    """Print the office's time / 显示当前时间。"""
    click.echo(_office_clock().clock.now().astimezone(BEIJING).isoformat(timespec="seconds"))


@clock.command()
@click.argument("duration")
def advance(duration: str) -> None:
    """Go forwards by e.g. 3d, 4h or 30m / 向前拨动。"""
    try:
        step: timedelta = parse_advance(duration)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    office = _office_clock()
    _move(office, office.clock.now() + step)


@clock.command()
@click.argument("moment")
def to(moment: str) -> None:
    """Go forwards to an ISO moment; without offset it is Beijing time / 拨到指定时刻。"""
    try:
        goal = datetime.fromisoformat(moment)
    except ValueError as error:
        raise click.UsageError(f"{moment}: {error}") from error
    office = _office_clock()
    goal = goal if goal.tzinfo else goal.replace(tzinfo=BEIJING)
    if goal < office.clock.now():
        raise click.ClickException("the clock only goes forwards / 时钟只能向前")
    _move(office, goal)


def _office_clock() -> OfficeClock:
    from deploy.wiring import build_office_clock

    return build_office_clock(load_settings())


def _move(office: OfficeClock, goal: datetime) -> None:
    try:
        office.move_to(goal)
        for job_type in office.list_unanswered_jobs():
            click.echo(
                f"not waited for: no worker answers job {job_type} / 未等待：没有办理该作业的程序，投诉件停在此处",
                err=True,
            )
    except ClockRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (NotQuiet, DomainError, SQLAlchemyError) as fault:
        raise click.ClickException(_what_to_do(fault)) from fault
    click.echo(office.clock.now().astimezone(BEIJING).isoformat(timespec="seconds"))


def _what_to_do(fault: Exception) -> str:
    """A few lines, whatever the office is busy with."""
    what = type(fault).__name__ if isinstance(fault, SQLAlchemyError) else str(fault)
    return (
        f"{what[:_LONGEST_REASON]}\n"
        "The clock stands where it came to and nothing is lost. See that engine and workers serve (`GET /readyz`), wait, and"
        " give the same command again.\n"
        "时钟停在已到达的时刻，没有任何内容丢失。请确认引擎与作业程序正常（`GET /readyz`），稍候再次执行同一命令。"
    )

"""`jieban limits`: the office's time limits, and new ones of the centre's own."""

from __future__ import annotations

from datetime import datetime

import click

from deploy.settings import load_settings


@click.group()
def limits() -> None:
    """Time limits of the office / 时限。"""


@limits.command("list")
def list_limits() -> None:
    """Every limit with key, class, amount, unit, first day, basis and cap of the law / 列出全部时限。"""
    from deploy.wiring import unit_factory
    from services.clocks.list_time_limits import list_time_limits

    for row in list_time_limits(unit_factory(load_settings())()):
        cap = "" if row.cap is None else f"；法定上限{row.cap.words}"
        told = (row.key, row.complexity or "-", f"{row.amount} {row.unit}", row.effective_from.isoformat())
        click.echo("\t".join((*told, f"{row.basis}（{row.certainty}）{cap}", row.approved_by)).rstrip())


@limits.command()
@click.argument("key")
@click.option("--amount", type=int, required=True, help="Number of days / 天数")
@click.option(
    "--unit", type=click.Choice(["wd", "cd"]), default="wd", help="Working or calendar days / 工作日或自然日"
)
@click.option("--basis", required=True, help="The rule it rests on / 依据")
@click.option("--by", required=True, help="Login of the administrator who answers for it / 管理员登录名")
@click.option(
    "--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="First day, today if left out / 生效日期"
)
@click.option(
    "--class", "complexity", type=click.Choice(["simple", "normal", "complex"]), help="One class / 分类"
)
def add(
    *,
    key: str,
    amount: int,
    unit: str,
    basis: str,
    by: str,
    first_day: datetime | None,
    complexity: str | None,
) -> None:
    """Add a limit, or a new amount of one, for what opens from its first day on / 新增时限。

    Not beyond the cap of the law. A watch in a diagram uses it by the input clock_id `=complaint_id + ".KEY"`.
    """
    from deploy.accounts import get_actor
    from deploy.cli.refused_input import as_click_fault
    from deploy.wiring import unit_factory
    from models.clock.legal_time import beijing_date
    from models.ground.codes import Complexity
    from models.ground.errors import DomainError, InvalidInput
    from services.clocks.add_time_limit import AddTimeLimit, add_time_limit

    make_unit = unit_factory(load_settings())
    with make_unit().reading() as reading:
        today = beijing_date(reading.clock.now())
    command = AddTimeLimit(
        key=key,
        amount=amount,
        unit=unit,
        basis=basis,
        effective_from=today if first_day is None else first_day.date(),
        complexity=None if complexity is None else Complexity(complexity),
    )
    try:
        add_time_limit(command, make_unit(), get_actor(by, make_unit()))
    except InvalidInput as refusal:
        raise as_click_fault(refusal) from refusal
    except DomainError as refusal:
        raise click.ClickException(f"{refusal} {refusal.code}") from refusal
    click.echo(f'{key}: {amount} {unit} / 已新增; clock_id: =complaint_id + ".{key}"')

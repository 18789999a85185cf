"""`jieban deadline`: compute a date with every counted and skipped day, or check a file of cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from models.clock.deadline import Limit, compute_deadline
from models.clock.deadline_cases import compare_cases
from models.clock.legal_time import parse_moment
from models.store.seeds.work_calendar import seeded_calendar


@click.command()
@click.option("--start", help="ISO moment; without offset it is Beijing time / 起算时刻")
@click.option("--amount", type=click.IntRange(min=0), help="How many / 数量")
@click.option("--unit", type=click.Choice(["wd", "cd"]), help="Working or calendar days / 工作日或自然日")
@click.option("--cutoff", default="17:00", show_default=True, help="HH:MM or 24:00 / 截止时刻")
@click.option(
    "--intake-shift/--no-intake-shift",
    default=None,
    help="Receipt after the cutoff counts as the next workday; default on for wd, off for cd / 下班后收到顺延",
)
@click.option(
    "--cases", type=click.Path(exists=True, path_type=Path), help="A file of cases to compare / 用例文件"
)
def deadline(
    *,
    start: str | None,
    amount: int | None,
    unit: str | None,
    cutoff: str,
    intake_shift: bool | None,
    cases: Path | None,
) -> None:
    """Compute a deadline and say why / 计算期限并逐日说明。"""
    if cases is not None:
        _compare(cases)
        return
    if start is None or amount is None or unit is None:
        raise click.UsageError(
            "give --start, --amount and --unit, or --cases / 请给出 --start --amount --unit，或 --cases"
        )
    try:
        answer = compute_deadline(
            parse_moment(start), Limit(amount, unit, cutoff, intake_shift), seeded_calendar()
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def _compare(path: Path) -> None:
    try:
        outcome = compare_cases(path, seeded_calendar())
    except (ValueError, KeyError) as error:
        raise click.ClickException(f"{path}: {error!r}") from error
    for difference in outcome.differences:
        click.echo(str(difference))
    click.echo(f"{outcome.compared} cases, {len(outcome.differences)} differences / 处不同")
    if outcome.differences:
        raise SystemExit(1)

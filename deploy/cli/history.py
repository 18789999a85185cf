"""`jieban history`: a made past for a demo office, with truths planted in it."""

from __future__ import annotations

from datetime import datetime

import click
from rich.console import Console
from rich.progress import Progress

from deploy.history.asked import EXIT_REFUSED, FEWEST, MOST, MOST_YEARS
from deploy.history.make_history import HistoryBusy, HistoryRefused, Wanted, make_history
from deploy.history.makes import MAKES
from deploy.history.places import OfficeTooSmall
from deploy.history.truths import TRUTHS_FILE
from deploy.settings import load_settings


class Refused(click.ClickException):
    """What no further try changes."""

    exit_code = EXIT_REFUSED


@click.command()
@click.option(
    "--years", type=click.IntRange(1, MOST_YEARS), default=3, show_default=True, help="Years / 年数"
)
@click.option(
    "--cases", type=click.IntRange(FEWEST, MOST), default=3_000, show_default=True, help="Complaints / 件数"
)
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, show_default=True, help="Seed / 种子")
@click.option(
    "--make", type=click.Choice(list(MAKES)), default="usual", show_default=True, help="Statistics / 统计特征"
)
@click.option(
    "--until",
    type=click.DateTime(("%Y-%m-%d",)),
    help="Last day; else yesterday by the office's clock / 最后一天，默认为机构时钟的昨天",
)
def history(*, years: int, cases: int, seed: int, make: str, until: datetime | None) -> None:
    """Make a past of closed complaints, in a demo office only / 为演示机构生成已办结的历史投诉。"""
    from deploy.wiring import unit_factory

    settings = load_settings()
    wanted = Wanted(years, cases, seed, make, None if until is None else until.date())
    with Progress(console=Console(stderr=True)) as bar:
        line = bar.add_task("history / 历史投诉", total=cases)
        try:
            done = make_history(
                wanted,
                settings.data,
                unit_factory(settings),
                lambda number, of: bar.update(line, completed=number, total=of),
            )
        except (HistoryRefused, OfficeTooSmall) as refusal:
            raise Refused(str(refusal)) from refusal
        except HistoryBusy as busy:
            raise click.ClickException(str(busy)) from busy
    click.echo(
        f"{done} complaints made now, {cases} are there; planted truths: {settings.data / TRUTHS_FILE}"
        f" / 本次生成 {done} 件，共 {cases} 件；预设事实见上述文件"
    )

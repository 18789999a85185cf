"""`jieban init`: makes an office."""

from __future__ import annotations

from datetime import datetime

import click

from deploy.cli.refused_input import as_click_fault
from deploy.office import DEMO_MOMENT, OfficeExists, make_office
from deploy.settings import load_settings
from models.ground.errors import InvalidInput


@click.command()
@click.option("--demo", is_flag=True, help="With the demo organisation and a movable clock / 演示机构")
@click.option("--at", default=DEMO_MOMENT, show_default=True, help="Moment of the demo office / 演示起始时刻")
def init(demo: bool, at: str) -> None:
    """Make an office: keys, database, calendar, limits, accounts / 建立机构。"""
    try:
        moment = datetime.fromisoformat(at) if demo else None
        make_office(load_settings(), moment, click.echo)
    except (OfficeExists, ValueError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except InvalidInput as refusal:
        raise as_click_fault(refusal) from refusal

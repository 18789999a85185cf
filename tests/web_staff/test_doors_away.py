"""Whoever reads what comes in sees by which door nothing does, and supervisors have an alert that leads there."""

from __future__ import annotations

from collections.abc import Callable

from models.ground.incoming_codes import Door
from models.office.door_outage import DoorOutage
from services.alerts.raise_alerts import raise_alerts_step
from services.incoming.door_outages import FEWEST_MISSES, TOLD_AFTER
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]


def test_a_door_that_is_away_stands_above_the_list_and_among_the_alerts(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    clerk, supervisor, director = (sign_in(BY_ROLE[role]) for role in ("intake", "supervisor", "director"))
    assert "收不到来件" not in text_of(clerk.get("/incoming"))
    with office.unit_of_work() as unit:
        missed_from = unit.ports.system_clock.now() - TOLD_AFTER
        since = unit.clock.now()
        unit.session.add(
            DoorOutage(door=Door.EMAIL, since=since, missed_from=missed_from, misses=FEWEST_MISSES)
        )
    raise_alerts_step(office.unit_of_work, monitor, has_receiver=False)
    assert "收件邮箱自2026-09-07 10:00起收不到来件" in text_of(clerk.get("/incoming"))
    page = supervisor.get("/alerts")
    for told in ("收件中断", "收件邮箱"):
        assert told in text_of(page), told
    main = page.text.split("<main")[1]
    assert 'href="/incoming"' in main
    page = director.get("/alerts")
    assert "收件中断" in text_of(page)
    assert 'href="/incoming"' not in page.text.split("<main")[1], (
        "who may not read what comes in is led nowhere"
    )

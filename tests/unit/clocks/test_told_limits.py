"""How long a case of each complexity may be handled, as the form of the acceptance tells who decides on it."""

from __future__ import annotations

from datetime import date

from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from services.clocks.told_window import told_limits_of_classes
from tests.full_office import FullOffice


def told(office: FullOffice) -> str:
    with office.unit_of_work().reading() as unit:
        return told_limits_of_classes(beijing_date(unit.clock.now()), unit)


def test_the_limits_in_force_are_told_and_one_to_come_is_not(office: FullOffice) -> None:
    """A changed limit changes what the form says: its options name no number of days."""
    assert told(office) == "简易：5个工作日；一般：10个工作日；复杂：15个工作日"
    for on_day, amount in ((date(2026, 9, 1), 4), (date(2099, 1, 1), 3)):
        with office.unit_of_work() as unit:
            unit.session.add(
                TimeLimitPolicy(
                    id=f"changed-{amount}",
                    key="resolve",
                    complaint_class=Complexity.SIMPLE,
                    amount=amount,
                    unit="wd",
                    basis="本中心决定",
                    certainty="sure",
                    effective_from=on_day,
                )
            )
    assert told(office) == "简易：4个工作日；一般：10个工作日；复杂：15个工作日"

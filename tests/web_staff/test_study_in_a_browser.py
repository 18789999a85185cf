"""The analysis of a study in Chromium: there is room for what is typed, on a wide screen and on a narrow one."""

from __future__ import annotations

import pytest

from models.office.study import Study
from services.studies.open_study import OpenStudy, open_study
from tests.full_office import FullOffice
from tests.tiers.sisters import leave_every
from tests.unit.services.studied import SUPERVISOR, ask, only, plan
from tests.web_a11y.look import require_axe, violations_of
from tests.web_staff.desk import Desk

# Of the screen; the other box and the name of the line stand beside it.
SHARE = {1440: 0.25, 390: 0.35}


def analysed(office: FullOffice) -> Study:
    today = office.clock.now().date().isoformat()
    told = OpenStudy("a" * 32, "多人反映窗口一再要求补交材料", today, today, "RS")
    open_study(told, office.unit_of_work(), office.actor(SUPERVISOR))
    ask(office, "study-plan", "1")
    plan(office, due_on=today)
    ask(office, "study-analysis", "2")
    return only(office)


@pytest.mark.parametrize("width", leave_every(2, SHARE))
def test_the_boxes_of_an_analysis_are_wide_enough(desk: Desk, office: FullOffice, width: int) -> None:
    require_axe()
    with desk.page_of(SUPERVISOR, width) as page:
        page.goto(f"{desk.address}/studies/{analysed(office).id}")
        boxes = [page.locator(f"#{name}").bounding_box() for name in ("why-1", "why-1-seen", "branch-people")]
        assert all(box is not None and box["width"] >= SHARE[width] * width for box in boxes), boxes
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert violations_of(page) == []

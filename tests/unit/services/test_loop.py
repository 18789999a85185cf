"""What a page may say of an effect: fell and rose only where the whole interval shows it, against each span that decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.ground.codes import Category
from models.ground.errors import NotPermitted
from models.ground.study_codes import StudyOrigin, StudyState
from models.office.study import Study
from services.studies.read_loop import PAGE, Change, judge_change, read_loop
from tests.full_office import FullOffice

DIRECTOR, CLERK = "zong.lanyun", "wen.rusheng"


def frozen(*ends: tuple[float | None, float | None], open_: int = 0) -> dict[str, object]:
    """Figures as a judging froze them, with the ends of the year before and of the same days of it."""
    spans = {name: {"beside": [1.0, *pair]} for name, pair in zip(("year", "season"), ends, strict=False)}
    return {"spans": {"after": {"open": open_}, "before": {"beside": [0.1, 0.0, 0.2]}, **spans}}


def test_no_effect_is_claimed_that_the_intervals_do_not_show() -> None:
    """DM-38: the loop of improvement ends in what figures show."""
    assert judge_change(frozen((0.1, 0.9), (0.2, 0.99))) is Change.FELL
    assert judge_change(frozen((0.1, 0.9))) is Change.FELL
    assert judge_change(frozen((0.1, 0.9), (0.2, 1.0))) is Change.NOT_SHOWN
    assert judge_change(frozen((0.1, None))) is Change.NOT_SHOWN
    assert judge_change(frozen((1.01, 4.0), (1.2, None))) is Change.ROSE
    assert judge_change(frozen((1.01, 4.0), (1.2, None), open_=1)) is Change.NOT_SHOWN
    assert judge_change(frozen((0.9, 4.0), (1.2, 3.0))) is Change.NOT_SHOWN
    assert judge_change(frozen()) is Change.NOT_SHOWN, "the window before a measure decides nothing"
    assert judge_change({"volumes_missing": True}) is Change.NOT_SHOWN


def test_groups_come_page_by_page_each_once(office: FullOffice) -> None:
    units = [None, "RS", "CG"]
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        for no, category in enumerate(list(Category)[: PAGE // 2 + 1] * 3):
            study = Study(id=f"{no:032x}", origin=StudyOrigin.HAND, category=category, unit=units[no % 3])
            study.since = study.until = study.due_on = now.date()
            study.figures, study.opened_by, study.round = {}, DIRECTOR, 0
            # Two at a time begin at one moment.
            study.opened_at, study.state = now - timedelta(minutes=no // 2), StudyState.PLANNING
            unit.session.add(study)
    groups, after = [], ""
    while after or not groups:
        page = read_loop(after, office.unit_of_work(), office.actor(DIRECTOR))
        groups += page.groups
        after = page.after
    asked = {(row.category, row.unit) for row in office.rows(Study)}
    assert len(groups) == len({group.key for group in groups}) == len(asked) > PAGE
    assert sum(len(group.studies) for group in groups) == len(office.rows(Study))
    with pytest.raises(NotPermitted):
        read_loop("", office.unit_of_work(), office.actor(CLERK))

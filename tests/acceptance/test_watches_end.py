"""A limit is watched as long as its stage works, and not a moment longer: finished or cancelled, nothing is left."""

from __future__ import annotations

import pytest

from tests.acceptance.walk import (
    CLERK,
    FORM_OF_STAGE,
    REFUSAL,
    Case,
    active_watches,
    answer,
    family_of,
    file_case,
    finish,
    open_task,
    root_of,
    timers,
    walk_to,
)
from tests.office_process import OfficeProcess
from tests.told_by_call import CALL

# The stages that are worked under a limit of their own or under the limit of the whole case.
STAGES = tuple(FORM_OF_STAGE)


def assert_nothing_watches(office: OfficeProcess, case: Case) -> None:
    office.settle()
    family = family_of(office, root_of(office, case))
    assert len(family) > 1, "the case called no other process"
    assert active_watches(office, family) == []
    assert timers(office, family) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_cancelled_in_a_stage_leaves_no_watch(stage: str, office: OfficeProcess) -> None:
    """The root instance is cancelled while the stage works; no watch is active and no timer stays."""
    case = file_case(office)
    walk_to(office, case, stage)
    root = root_of(office, case)
    family = family_of(office, root)
    office.settle()
    if stage != "disposal":
        assert active_watches(office, family), f"nothing watches the stage {stage}"
        assert timers(office, family)
    office.engine.post(f"process-instances/{root}/cancellation")
    assert_nothing_watches(office, case)


def test_a_case_finished_through_every_stage_leaves_no_watch(office: OfficeProcess) -> None:
    """After each stage only what is still limited is watched, after the archive nothing."""
    case = file_case(office)
    family_size = 0
    for stage in STAGES:
        walk_to(office, case, stage)
        office.settle()
        family = family_of(office, root_of(office, case))
        assert len(family) > family_size, f"{stage} is a process of its own"
        family_size = len(family)
        watching = active_watches(office, family).count("SubProcess_WaitForClock")
        assert watching == len(timers(office, family)) == WATCHES_IN[stage]
    finish(office, case)
    assert_nothing_watches(office, case)


# Acceptance and first contact; the whole case and its investigation; the whole case; the answer; the return visit.
WATCHES_IN = {"intake": 2, "investigation": 2, "disposal": 1, "feedback": 1, "return_visit": 1}


def test_a_case_refused_as_a_whole_leaves_no_watch(office: OfficeProcess) -> None:
    """All matters refused ends the intake; the answer is given by who refused, and the case is closed."""
    case = file_case(office)
    answer(office, case, "decide-acceptance", category="none", matters=[REFUSAL])
    office.people.submit(
        "heng.gongyun", open_task(office, case, "approve-acceptance"), {"approval": "approve"}
    )
    task = open_task(office, case, "give-answer")
    texts = {"findings_text": "未予受理", "decision_text": "不予受理", "measures_text": "请向法院反映"}
    office.people.submit(CLERK, task, {**texts, "ways": ["phone"], **CALL})
    assert_nothing_watches(office, case)


def test_an_anonymous_refusal_leaves_no_watch(office: OfficeProcess) -> None:
    """Nobody can be answered, so the refusal at the query code ends the case at once."""
    case = file_case(office, anonymous="true", name="", phone="")
    answer(office, case, "decide-acceptance", category="none", matters=[REFUSAL])
    office.people.submit(
        "heng.gongyun", open_task(office, case, "approve-acceptance"), {"approval": "approve"}
    )
    assert_nothing_watches(office, case)

"""Every edit and fault of an owner is told by its own reason: the check, held against what a running office knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpmn.names import ProcessId
from deploy.resource_files import check_files
from deploy.wiring import build_feel
from services.case.lawful_end import Lack
from services.resource_check.faults import MILD
from services.resource_check.needed_steps import list_needed_steps
from services.resource_check.read_surroundings import shipped_surroundings
from services.resource_check.surroundings import Surroundings
from tests.deploy.edits import (
    put_on,
    shipped,
    taken_out,
)
from tests.deploy.owners_edits import EDITS, Tried

AROUND = shipped_surroundings(build_feel())


def verdict(tried: Tried, around: Surroundings = AROUND) -> list[str]:
    text = tried.edit(shipped(tried.file))
    assert text != shipped(tried.file), "the edit changed something"
    files = [(tried.file, text.encode()), *((name, content.encode()) for name, content in tried.beside)]
    return sorted(fault.code for fault in check_files(files, around))


@pytest.mark.parametrize("tried", EDITS, ids=lambda tried: tried.name)
def test_each_edit_gets_its_verdict_and_no_follow_on_fault(tried: Tried) -> None:
    """OW-1, OW-2, OW-3, OW-14, OW-26: named by its own reason, exactly once for each thing that is wrong."""
    assert verdict(tried) == sorted(tried.codes)


def test_a_limit_that_the_office_has_is_no_fault() -> None:
    """OW-26: keys of limits are those of the office, not of the product."""
    (tried,) = (tried for tried in EDITS if tried.name == "limit without a row")
    around = replace(AROUND, limits=AROUND.limits | {"site_visit"})
    # What is left to say: the shipped watch is no more the one of the investigation.
    assert verdict(tried, around) == []


def test_what_is_deployed_is_known_and_what_was_read_of_it_counts() -> None:
    """OW-14: a form, process or table of the owner that stands in the engine is no fault when it is not given again."""
    form, process = (
        next(tried for tried in EDITS if tried.name == name)
        for name in ("form that was never deployed", "called process unknown")
    )
    there = replace(AROUND, forms={**AROUND.forms, "site-visit": frozenset({"place"})})
    assert verdict(form, there) == []
    there = replace(
        AROUND, processes={**AROUND.processes, "site-visits": AROUND.processes[ProcessId.RECUSAL]}
    )
    assert verdict(process, there) == []


def test_a_diagram_refused_by_the_engine_is_held_against_the_office_in_the_same_run() -> None:
    """OW-14: the engine's faults do not hide the office's."""
    both = taken_out("UserTask_ApproveOpinion")(shipped("disposal.bpmn")).replace(
        "=needs_review = true", "=needs_review = ("
    )
    faults = check_files([("disposal.bpmn", both.encode())], AROUND)
    assert sorted(fault.code for fault in faults) == ["ENGINE_EXPRESSION", "STEP_MISSING"]


def test_a_step_that_can_be_gone_around_is_as_bad_as_one_that_is_gone() -> None:
    """OW-1, OW-26: a step is judged by the ways, not by its presence."""
    gateway = '<bpmn:exclusiveGateway id="Gateway_1owners" default="Flow_1owners"/>'
    text = put_on("Flow_NeedsReviewToEnterApproval", gateway)(shipped("disposal.bpmn"))
    past = (
        '<bpmn:sequenceFlow id="Flow_2owners" sourceRef="Gateway_1owners" targetRef="End_OpinionDecided">'
        "<bpmn:conditionExpression>=needs_review = false</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    prefix = text[: text.index("definitions")].rpartition("<")[2]
    end = text.index(f"</{prefix}process>")
    text = text[:end] + past.replace("bpmn:", prefix) + text[end:]
    (fault,) = check_files([("disposal.bpmn", text.encode())], AROUND)
    assert (fault.code, fault.element) == ("STEP_MISSING", "UserTask_ApproveOpinion")
    assert "从“开始”可不经此步到“结束”" in fault.detail


def test_only_what_ends_lawfully_all_the_same_is_mild() -> None:
    """OW-25: the office's door refuses the rest."""
    assert {"WATCH_MISSING", "CLOCK_READ", "FIELD_OPTIONAL"} == MILD


def test_every_lack_that_the_database_refuses_for_has_the_step_that_would_supply_it() -> None:
    """OW-1: what answer and archive refuse, and what the check calls needed, are one table."""
    supplied = sorted(lack for step in list_needed_steps() for lack in step.supplies)
    # A window that is open is over by itself, at the latest on its last day, a part that is out by an approver's act, too
    # small a share of a mass complaint by a person's reason; matters are there before any step.
    by_no_step = {Lack.WINDOW_OPEN, Lack.PART_OUT, Lack.GROUP_BELOW_SHARE, Lack.NO_MATTER}
    assert supplied == sorted(set(Lack) - by_no_step), "each by one step"

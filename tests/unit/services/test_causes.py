"""The tree of causes, and why what was found true could happen: said, said anew, counted, and what is not said yet."""

from __future__ import annotations

from typing import Any

import pytest

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import Finding, Role
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.cause import Cause
from services.acts.get_act_page import get_act_page
from services.ledger.causes import CausesAsked
from services.ledger.ledger_filter import LedgerFilter
from services.ledger.ledger_row import read_ledger_rows
from services.ledger.list_ledger import ListLedger, list_ledger
from services.office.causes import map_cause_names
from services.office.change_cause import ChangeCause, change_cause, read_tree
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.office import staff
from tests.unit.services.causes import code
from tests.unit.services.mass_complaint import accept_all, open_mass_complaint
from tests.unit.services.projected_task import add_task, submit, walk_to

HANDLER, CLERK, ACT = "xun.wenshi", "wen.rusheng", "code-causes"
OWNER = staff("guan.li", Role.ADMINISTRATOR)
HEAD = staff("jian.rujing", Role.SUPERVISOR)
NEW = ChangeCause("people", "顶岗无人", "Nobody stands in", "轮休、午休无人顶岗", "多件投诉反映")


def change(office: FullOffice, **fields: Any) -> str:
    return change_cause(ChangeCause(**fields), office.unit_of_work(), OWNER)


def current(office: FullOffice, code: str) -> Cause:
    [row] = office.rows(Cause, code=code, ended_at=None)
    return row


def wording(row: Cause, **other: Any) -> dict[str, Any]:
    told = {"name_zh": row.name_zh, "name_en": row.name_en, "means": row.means, "reason": "核对"}
    return {"root": row.root.value, **told, "replaces": str(row.id), **other}


def find_true(office: FullOffice, *findings: Finding) -> str:
    """A case with matters that are found so, past its opinion."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter).filter(Matter.complaint_id == case):
            matter.finding = findings[matter.no - 1]
    return case


def row_of(office: FullOffice, case: str) -> Any:
    with office.unit_of_work().reading() as unit:
        [row] = read_ledger_rows([case], unit)
    return row


def listed(office: FullOffice, **asked: Any) -> set[str]:
    command = ListLedger(LedgerFilter(causes=CausesAsked(**asked)))
    return {row.complaint_id for row in list_ledger(command, office.unit_of_work(), HEAD).rows}


def test_the_tree_comes_with_five_roots_and_its_owner_changes_it_by_version(office: FullOffice) -> None:
    """Nothing is deleted: what was coded by a cause that is retired or renamed keeps it."""
    tree = read_tree(office.unit_of_work(), OWNER)
    assert list(tree.roots) == list(CauseRoot) and all(len(lines) > 2 for lines in tree.roots.values())
    entered = change_cause(NEW, office.unit_of_work(), OWNER)
    row = current(office, entered)
    change(office, **wording(row, name_zh="无人顶岗"))
    change(office, **wording(current(office, entered), is_retired=True))
    assert [(one.name_zh, one.is_retired) for one in office.rows(Cause, code=entered)] == [
        ("顶岗无人", False),
        ("无人顶岗", False),
        ("无人顶岗", True),
    ]
    tree = read_tree(office.unit_of_work(), OWNER)
    assert tree.roots[CauseRoot.PEOPLE][-1].row.is_retired and len(tree.earlier) == 2
    assert map_cause_names(office.unit_of_work(), "en")[entered] == "Nobody stands in"
    assert len(office.rows(TrailEvent, kind="cause.changed")) == 3


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"root": "weather"}, {"root": "NOT_AN_OPTION"}),
        ({"root": "", "name_en": " "}, {"root": "REQUIRED", "name_en": "REQUIRED"}),
        ({"name_zh": "服务态度"}, {"name_zh": "CAUSE_NAME_TAKEN"}),
        ({"name_en": "ATTITUDE"}, {"name_en": "CAUSE_NAME_TAKEN"}),
        ({"name_zh": "顶" * 31, "reason": ""}, {"name_zh": "TOO_LONG", "reason": "REQUIRED"}),
    ],
)
def test_what_no_tree_can_hold_is_refused_at_its_field(
    office: FullOffice, fields: dict[str, str], errors: dict[str, str]
) -> None:
    told = {"root": "people", "name_zh": "顶岗", "name_en": "Stand-in", "means": "", "reason": "核对"}
    with pytest.raises(InvalidInput) as refused:
        change(office, **{**told, **fields})
    assert refused.value.errors == errors


def test_a_wording_that_somebody_overtook_changes_nothing(office: FullOffice) -> None:
    row = current(office, "people-1")
    change(office, **wording(row, name_zh="业务生疏"))
    for told, fault in ((row, "CHANGED_MEANWHILE"), (current(office, "people-1"), "SAME_AS_BEFORE")):
        with pytest.raises(InvalidInput) as refused:
            change(office, **wording(told))
        assert refused.value.errors == {"name_zh": fault}
    for number in ("99999", "9" * 30, "x"):
        with pytest.raises(NotFound):
            change(office, **wording(row, replaces=number))
    with pytest.raises(NotPermitted):
        change_cause(NEW, office.unit_of_work(), HEAD)


def test_causes_are_said_of_what_is_true_and_corrected_with_history(office: FullOffice) -> None:
    """Of the matter that is not true nobody is asked; the earlier saying stays, with who said it."""
    case = find_true(office, Finding.SUBSTANTIATED, Finding.NOT_SUBSTANTIATED)
    page = get_act_page(case, ACT, office.unit_of_work(), office.actor(HANDLER))
    rows: Any = page.data["matters"]
    assert [row["no"] for row in rows] == [1] and page.why_not is None
    assert row_of(office, case)["cause_coding"] == "not_coded"
    code(office, case, {"main_cause": "people-1", "further_causes": ["process-2"], "cause_note": "新人"})
    code(office, case, {"main_cause": "people-1", "further_causes": ["process-2"], "cause_note": "新人"})
    code(office, case, {"main_cause": "institution-2", "further_causes": ["institution-2"]})
    told = [(row.turn, row.code, row.is_main, row.note) for row in office.rows(MatterCause)]
    assert sorted(told, key=str) == [
        (1, "people-1", True, "新人"),
        (1, "process-2", False, None),
        (2, "institution-2", True, None),
    ]
    row = row_of(office, case)
    assert [row[name] for name in ("cause_coding", "cause_roots", "main_causes", "causes")] == [
        "coded",
        ("institution",),
        ("institution-2",),
        ("institution-2",),
    ]
    assert len(office.rows(TrailEvent, kind="causes.coded")) == 2


def test_a_cause_that_is_not_offered_is_refused_and_a_retired_one_stays_where_it_stands(
    office: FullOffice,
) -> None:
    case = find_true(office, Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
    first = {"main_cause": "people-1"}
    code(office, case, first, {"main_cause": "people-2"})
    for name in ("people-1", "technology-1"):
        change(office, **wording(current(office, name), is_retired=True))
    code(office, case, {**first, "cause_note": "仍然是"}, {"main_cause": "people-2"})
    with pytest.raises(InvalidInput) as refused:
        code(office, case, first, {"main_cause": "technology-1", "further_causes": ["nothing"]})
    assert set(refused.value.errors) == {"matters.1.main_cause", "matters.1.further_causes"}
    assert row_of(office, case)["main_causes"] == ("people-1", "people-2")


def test_a_closed_file_is_coded_afterwards_by_the_staff_who_may(office: FullOffice) -> None:
    case = find_true(office, Finding.SUBSTANTIATED, Finding.SUBSTANTIATED)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    assert listed(office, coding=CauseCoding.UNCODED) == {case}
    code(office, case, {"main_cause": "people-1"}, {"main_cause": "process-1"}, login="jian.rujing")
    assert listed(office, coding=CauseCoding.CODED) == {case}
    with pytest.raises((NotFound, NotPermitted, RuleRefused)):
        code(office, case, {"main_cause": "people-2"}, {"main_cause": "people-2"}, login="fang.huiyin")


def test_the_filters_of_the_ledger_say_what_its_columns_say(office: FullOffice) -> None:
    """Also of what was coded and is not true any more, and of members of a mass complaint."""
    true, part, untrue = Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED, Finding.NOT_SUBSTANTIATED
    cases = [
        find_true(office, *found) for found in ((true, part), (true, untrue), (true, true), (true, true))
    ]
    code(
        office,
        cases[0],
        {"main_cause": "people-1", "further_causes": ["process-1"]},
        {"main_cause": "process-2"},
    )
    code(office, cases[1], {"main_cause": "environment-1"})
    code(office, cases[2], {"main_cause": "people-2"}, {"main_cause": "people-1"})
    with office.unit_of_work() as unit:
        for row in unit.session.query(MatterCause).filter_by(complaint_id=cases[2], matter_no=1):
            row.ended_at = office.clock.now()
        for matter in unit.session.query(Matter).filter_by(complaint_id=cases[1], no=1):
            matter.finding = untrue
    rows = {case: row_of(office, case) for case in cases}
    assert {row["cause_coding"] for row in rows.values()} == {"coded", None, "partly_coded", "not_coded"}

    def told(column: str, value: str) -> set[str]:
        values = {case: row[column] for case, row in rows.items()}
        return {case for case, of in values.items() if value in (of if isinstance(of, tuple) else (of,))}

    for root in CauseRoot:
        assert listed(office, root=root) == told("cause_roots", root.value), root
    for name in ("people-1", "people-2", "process-1", "process-2", "environment-1"):
        assert listed(office, cause=name) == told("causes", name), name
        assert listed(office, main_cause=name) == told("main_causes", name), name
    for coding in CauseCoding:
        assert listed(office, coding=coding) == told("cause_coding", coding.value), coding


def test_a_mass_complaint_is_coded_once_in_its_leading_file(office: FullOffice) -> None:
    leading, member = (one.complaint_id for one in open_mass_complaint(office, 2, decide=accept_all))
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter):
            matter.finding = Finding.SUBSTANTIATED
        [row] = unit.session.query(GroupMember)
        row.carried_at = office.clock.now()
    page = get_act_page(member, ACT, office.unit_of_work(), office.actor("jian.rujing"))
    assert page.why_not == "CAUSES_IN_LEADING_FILE"
    assert row_of(office, member)["cause_coding"] == "in_leading"
    assert listed(office, coding=CauseCoding.IN_LEADING) == {member}
    assert listed(office, coding=CauseCoding.UNCODED) == {leading}
    with office.unit_of_work() as unit:
        # One with a matter of its own has an opinion of its own.
        unit.session.get_one(GroupMember, row.id).own_matters = [1]
    assert listed(office, coding=CauseCoding.UNCODED) == {leading, member}


def test_who_finds_says_why_with_the_finding_or_leaves_it_for_later(office: FullOffice) -> None:
    """What is not true takes no cause; a fault of the tree stands at its row, and nothing of the form is kept."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    true = {
        "finding": "substantiated",
        "facts": "属实",
        "heard": "听取",
        "uncited_reason": "录像",
        "responsibility": "unit",
    }
    untrue = {"finding": "not_substantiated", "facts": "不属实", "main_cause": "people-1"}
    for wrong in ({"main_cause": "nothing"}, {"further_causes": ["people-1"]}):
        with pytest.raises(InvalidInput) as refused:
            submit(
                office,
                case,
                "record-findings",
                HANDLER,
                methods=["documents"],
                matters=[true | wrong, untrue],
            )
        assert set(refused.value.errors) == {"matters.0.main_cause"}
    assert office.rows(MatterCause) == []
    said = {"main_cause": "process-1", "further_causes": ["people-2"], "cause_note": "两次要同一材料"}
    submit(office, case, "record-findings", HANDLER, methods=["documents"], matters=[true | said, untrue])
    assert {(row.matter_no, row.code, row.is_main) for row in office.rows(MatterCause)} == {
        (1, "process-1", True),
        (1, "people-2", False),
    }
    again: Any = get_task(
        add_task(office, case, "record-findings"), office.unit_of_work(), office.actor(HANDLER)
    )
    assert {key: again.data["matters"][0][key] for key in said} == said

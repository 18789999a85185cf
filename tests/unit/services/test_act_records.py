"""Records of the investigation: what each method asks, when the act was, and the evidence that comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.task import Task
from models.clock.legal_time import to_beijing
from models.ground.codes import Method
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import EvidenceKind
from models.office.deployed_form import DeployedForm
from services.worklist.submit_task import SubmitTask, submit_task
from tests.act_record import FORM, record_at
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task

HANDLER = "xun.wenshi"


def filed(office: FullOffice) -> str:
    """A case that came in an hour ago."""
    case = office.file().complaint_id
    office.clock.moment += timedelta(hours=1)
    return case


def record(office: FullOffice, case: str, method: Method, **answers: Any) -> InvestigationAct:
    """Submit the record of this method as its task asks for it."""
    key = add_task(office, case, FORM)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).details = {"method": method.value}
    told = record_at(office.clock.now() - timedelta(minutes=30), **answers)
    submit_task(SubmitTask(key, told), office.unit_of_work(), office.actor(HANDLER))
    return office.rows(InvestigationAct, complaint_id=case)[-1]


def faults_of(office: FullOffice, case: str, method: Method, **answers: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        record(office, case, method, **answers)
    assert office.rows(InvestigationAct, complaint_id=case) == []
    assert office.rows(EvidenceItem, complaint_id=case) == []
    return dict(refused.value.errors)


def test_an_act_is_when_it_took_place_and_not_when_its_form_is_sent(office: FullOffice) -> None:
    """R36: 询问 with beginning and end; the moment of recording is kept beside them."""
    case = filed(office)
    act = record(office, case, Method.INTERVIEW)
    now = office.clock.now()
    assert act.began_at == act.done_at == (now - timedelta(minutes=30)).replace(second=0, microsecond=0)
    assert act.recorded_at == now


@pytest.mark.parametrize(
    ("began", "ended", "fault"),
    [
        (-30, +10, {"ended_at": "IN_THE_FUTURE"}),
        (-120, -30, {"began_at": "BEFORE_RECEIPT"}),
        (-10, -20, {"ended_at": "BEFORE_ITS_BEGINNING"}),
    ],
)
def test_a_moment_to_come_or_before_the_receipt_is_refused_at_its_field(
    office: FullOffice, began: int, ended: int, fault: dict[str, str]
) -> None:
    """Nothing of the form is saved."""
    case, now = filed(office), office.clock.now()
    moments = {
        "began_at": f"{to_beijing(now + timedelta(minutes=began)):%Y-%m-%dT%H:%M}",
        "ended_at": f"{to_beijing(now + timedelta(minutes=ended)):%Y-%m-%dT%H:%M}",
    }
    assert faults_of(office, case, Method.INTERVIEW, **moments) == fault


@pytest.mark.parametrize(
    ("method", "field", "value"),
    [
        (Method.INTERVIEW, "whom", ""),
        (Method.INTERVIEW, "whom_kind", None),
        (Method.INTERVIEW, "rights_told", False),
        (Method.INTERVIEW, "one_reason", ""),
        (Method.INTERVIEW, "unsigned_reason", ""),
        (Method.DOCUMENTS, "papers", []),
        (Method.SITE, "place", ""),
        (Method.SITE, "persons", ""),
        (Method.COLLECT, "slip_no", ""),
        (Method.COLLECT, "provider", ""),
        (Method.COLLECT, "is_original", None),
        (Method.COLLECT, "item_count", None),
        (Method.SITE, "matter_nos", []),
    ],
)
def test_each_method_asks_for_what_its_record_holds(
    office: FullOffice, method: Method, field: str, value: object
) -> None:
    """DM-37, R36, R37, R38, R39: the fault stands at the field."""
    case = filed(office)
    assert faults_of(office, case, method, **{field: value}) == {field: "REQUIRED"}


def test_an_interview_by_two_names_the_second_and_needs_no_reason(office: FullOffice) -> None:
    """R36."""
    case = filed(office)
    act = record(
        office,
        case,
        Method.INTERVIEW,
        manned="two",
        second_investigator="tan.genyuan",
        whom_kind="respondent",
    )
    assert (act.details or {})["second_investigator"] == "tan.genyuan"
    assert "one_reason" not in (act.details or {})
    item = office.rows(EvidenceItem, complaint_id=case)[0]
    assert (item.kind, item.act_id, item.matter_nos) == (EvidenceKind.PARTY_STATEMENT, act.id, [1])


def test_what_comes_of_an_act_is_numbered_by_kind_and_tied_to_its_matters(office: FullOffice) -> None:
    """R27, R37, R38, R39: papers, the record of a place, what was handed over with who took it from whom."""
    case = filed(office)
    papers = [{"title": "材料清单", "provider": "人社窗口"}, {"title": "办事指南", "provider": "编办"}]
    record(office, case, Method.DOCUMENTS, papers=papers, matter_nos=["1", "2"])
    record(office, case, Method.SITE)
    collected = record(office, case, Method.COLLECT, item_count=2)
    items = office.rows(EvidenceItem, complaint_id=case)
    assert [(item.no, item.kind) for item in items] == [
        (1, EvidenceKind.DOCUMENTARY),
        (2, EvidenceKind.DOCUMENTARY),
        (3, EvidenceKind.SITE_RECORD),
        (4, EvidenceKind.AUDIOVISUAL),
    ]
    assert [item.matter_nos for item in items] == [[1, 2], [1, 2], [1], [1]]
    assert (items[3].title, items[3].is_original, items[3].count) == ("9月3日窗口录像", False, 2)
    link = office.rows(EvidenceCustody, item_id=items[3].id)[0]
    assert (link.from_whom, link.taken_over_at) == ("信息科", collected.done_at)
    assert "荀问实" in link.to_whom


def test_a_link_of_a_custody_chain_is_never_changed(office: FullOffice) -> None:
    """R39: 固定; the database refuses."""
    case = filed(office)
    record(office, case, Method.COLLECT)
    with pytest.raises(DatabaseError), office.unit_of_work() as unit:
        unit.session.scalars(select(EvidenceCustody)).one().note = "改动"


def test_a_task_of_an_earlier_form_is_still_recorded(office: FullOffice) -> None:
    """The record as it was before each method had its own fields, with the moment of sending as the only one known."""
    case = filed(office)
    key = add_task(office, case, FORM)
    fields = [
        {"type": "textarea", "key": name, "id": f"Field_{name}", "validate": {"maxLength": 4000}}
        for name in ("place", "persons", "record_text", "evidence")
    ]
    with office.unit_of_work() as unit:
        unit.session.get_one(DeployedForm, f"1{FORM}"[:20]).schema_json = {"components": fields}
        unit.session.get_one(Task, key).details = {"method": "collect"}
    told = {"place": "C03", "persons": "值班长", "record_text": "承认多要证明", "evidence": "清单一份"}
    submit_task(SubmitTask(key, told), office.unit_of_work(), office.actor(HANDLER))
    act = office.rows(InvestigationAct, complaint_id=case)[0]
    assert (act.place, act.persons, act.evidence) == ("C03", "值班长", "清单一份")
    assert (act.done_at, act.began_at, act.details) == (office.clock.now(), None, None)
    assert office.rows(EvidenceItem, complaint_id=case) == []

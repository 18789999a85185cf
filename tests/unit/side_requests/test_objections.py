"""What a respondent has against a finding, and what he is given where it is not true: one objection, a note."""

from __future__ import annotations

import pytest

from models.beside.objection import Objection
from models.beside.review import Review
from models.beside.support_note import SupportNote
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ground.codes import Finding, RequestedSide
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.rights.decide_objection import (
    REVIEW_REASON,
    list_open_objections,
    open_decision,
)
from services.rights.support_note import read_note
from tests.unit.side_requests.respondent_steps import (
    CLERK,
    NOTE,
    SUPERVISOR,
    decide,
    issue,
    object_as,
    own_part,
)
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.told_case import (
    APPROVER,
    COLLEAGUE,
    DIRECTOR,
    INVESTIGATOR,
    PERSON,
    REPRESENTATIVE,
    approve,
    draft,
    open_as,
    told_to,
)


def test_one_objection_with_a_reason_in_its_time(told: SideCase) -> None:
    """A second one is refused by its code, a silent one by its field, a late one by the last moment; no clock moves."""
    row = told_to(told, PERSON)
    with pytest.raises(RuleRefused) as early:
        object_as(told, PERSON, row)
    assert early.value.code == "NOT_TOLD_YET"
    open_as(told, PERSON, row)
    with pytest.raises(InvalidInput) as silent:
        object_as(told, PERSON, row, "  ")
    assert silent.value.errors == {"reason": "REQUIRED"}
    before = {clock.id: (clock.due_at, clock.stopped_at) for clock in told.office.rows(Clock)}
    object_as(told, PERSON, row)
    with pytest.raises(RuleRefused) as second:
        object_as(told, PERSON, row)
    assert second.value.code == "ALREADY_OBJECTED"
    assert {clock.id: (clock.due_at, clock.stopped_at) for clock in told.office.rows(Clock)} == before
    other = told_to(told, None)
    open_as(told, REPRESENTATIVE, other)
    told.office.clock.set("2026-09-15T09:00")
    with pytest.raises(RuleRefused) as late:
        object_as(told, REPRESENTATIVE, told_to(told, None))
    assert late.value.code == "FINDING_OBJECTION_TOO_LATE"


def objected(case: SideCase) -> None:
    row = told_to(case, PERSON)
    open_as(case, PERSON, row)
    object_as(case, PERSON, row)


def test_whoever_investigated_does_not_decide_it(told: SideCase) -> None:
    """It waits for approver or director, and is offered to nobody else."""
    objected(told)
    for login in (INVESTIGATOR, CLERK, SUPERVISOR, REPRESENTATIVE):
        assert list_open_objections(told.office.unit_of_work(), told.office.actor(login)) == []
    with told.unit() as (unit, complaint):
        unit.session.get_one(Complaint, complaint.id).handler_id = APPROVER
    with pytest.raises(NotPermitted) as refused:
        decide(told, APPROVER, is_upheld=False)
    assert refused.value.code == "HANDLED_THE_CASE"
    (waiting,) = list_open_objections(told.office.unit_of_work(), told.office.actor(DIRECTOR))
    assert (waiting.reason, as_iso(waiting.decide_by)) == ("录像另有角度", "2026-09-15T09:00:00+08:00")


def test_a_rejection_tells_its_reason_and_never_who_complained(told: SideCase) -> None:
    """Told when he opens it; a reason that names the complainant is not taken."""
    objected(told)
    with pytest.raises(InvalidInput) as refused:
        decide(told, APPROVER, is_upheld=False, reason="简一趟的录像已看")
    assert refused.value.errors == {"reason": "NAMES_COMPLAINANT"}
    decide(told, APPROVER, is_upheld=False, reason="三个角度的录像均已查看")
    (shown,) = own_part(told, PERSON).findings
    assert (shown.objection.is_decided, shown.objection.decision_reason) == (True, None)
    row = told.one(Objection)
    open_decision(row.told_finding_id, row.id, told.office.unit_of_work(), told.office.actor(PERSON))
    (shown,) = own_part(told, PERSON).findings
    assert (shown.objection.is_upheld, shown.objection.decision_reason) == (False, "三个角度的录像均已查看")
    assert told.office.rows(Review) == []
    with pytest.raises(Conflict):
        decide(told, DIRECTOR, is_upheld=True)


def test_upheld_the_finding_is_looked_at_again_and_the_complainants_right_stays(told: SideCase) -> None:
    """By a review of his matters that takes nothing from the complainant: he waits, then may ask for his own."""
    objected(told)
    decide(told, APPROVER, is_upheld=True)
    review = told.one(Review)
    assert (review.requested_side, review.matter_nos, review.reason) == (
        RequestedSide.RESPONDENT,
        [2],
        REVIEW_REASON,
    )
    assert told.one(Objection).review_id == review.id
    with told.unit() as (unit, complaint):
        assert why_no_review(complaint, unit) == "REVIEW_RUNNING"
    start_own_process(Review, StartOwnProcess(review.id, "95", told.job()), told.office.unit_of_work())
    given = {"outcome": "upheld", "reasons": "仍不属实", "ways": ["phone"], "reviewer": "du.daodi"}
    given |= {"basis": "本中心办法"}
    told.submit("decide-review", DIRECTOR, "95", **given)
    told.office.clock.set("2026-10-12T10:00")
    with told.unit() as (unit, complaint):
        assert why_no_review(complaint, unit) == "REVIEW_TOO_LATE"


def test_before_the_answer_is_out_an_objection_is_not_upheld(accused: SideCase) -> None:
    """DM-35: what the complainant is told is not looked at again before he was told."""
    draft(accused)
    approve(accused)
    objected(accused)
    with pytest.raises(RuleRefused) as refused:
        decide(accused, APPROVER, is_upheld=True)
    assert refused.value.code == "NOT_ANSWERED"
    assert accused.one(Objection).decided_at is None


def test_a_review_under_way_takes_the_objection_in(told: SideCase) -> None:
    """R116: one review of a case at a time."""
    objected(told)
    with told.unit() as (unit, complaint):
        open_review(OpenReview("不服答复"), complaint, unit, told.office.actor(CLERK))
    decide(told, APPROVER, is_upheld=True)
    assert told.one(Objection).review_id == told.one(Review).id


def test_a_note_is_issued_for_what_is_not_true_and_for_nothing_else(told: SideCase) -> None:
    """Own number and day, free of identity; once for each respondent, by supervisor or approver, not by who investigated."""
    row = told_to(told, PERSON)
    with pytest.raises(NotPermitted):
        issue(told, row, INVESTIGATOR)
    with pytest.raises(InvalidInput) as refused:
        issue(told, row, text="简一趟反映的不属实")
    assert refused.value.errors == {"text": "NAMES_COMPLAINANT"}
    issue(told, row)
    with pytest.raises(RuleRefused) as again:
        issue(told, row)
    assert again.value.code == "NOTE_STANDS"
    note = told.one(SupportNote)
    assert (note.staff_id, note.matter_nos) == (PERSON, [2])
    page = read_note(note.id, told.office.unit_of_work(), told.office.actor(PERSON))
    assert (page.number, page.day, page.text) == (f"{told.number}-C1", "2026-09-07", NOTE)
    with pytest.raises(NotFound):
        read_note(note.id, told.office.unit_of_work(), told.office.actor(COLLEAGUE))
    with told.unit() as (unit, complaint):
        for matter in unit.session.query(Matter).filter_by(complaint_id=complaint.id):
            matter.finding = Finding.SUBSTANTIATED
    with pytest.raises(RuleRefused) as true:
        issue(told, told_to(told, None))
    assert true.value.code == "NOTHING_UNTRUE"


def test_a_changed_finding_is_told_anew_and_ends_the_note(told: SideCase) -> None:
    """Whoever is concerned gets the new finding, once opened; the note holds no more, and neither is lost."""
    objected(told)
    issue(told, told_to(told, PERSON))
    decide(told, APPROVER, is_upheld=True)
    review = told.one(Review)
    start_own_process(Review, StartOwnProcess(review.id, "95", told.job()), told.office.unit_of_work())
    rows = sorted(told.office.rows(Matter, complaint_id=told.complaint_id), key=lambda row: row.no)
    first = {
        "finding": "substantiated",
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "responsibility": "unit",
    }
    turned = {
        "finding": "partly_substantiated",
        "disposals": ["correct_error"],
        "reason": "语气欠妥",
        "responsibility": "person",
        "heard": "9月7日已听取本人异议",
    }
    told.submit(
        "decide-review",
        DIRECTOR,
        "95",
        outcome="changed",
        reasons="第2项改为部分属实",
        basis="本中心办法",
        reviewer="du.daodi",
        matters=[
            {"no": 1, "text": rows[0].text, **first},
            {"no": 2, "text": rows[1].text, **turned},
        ],
        claims=[{"no": no, "text": "诉求", "answer": "supported"} for no in (1, 2)],
        ways=["phone"],
    )
    new, note = told_to(told, PERSON), told.one(SupportNote)
    assert (new.review_id, new.told_at) == (review.id, None)
    assert "认定：部分属实" in new.text
    assert note.superseded_at is not None
    assert len(told.trail("support_note.superseded")) == 1
    page = read_note(note.id, told.office.unit_of_work(), told.office.actor(PERSON))
    assert page.is_superseded
    (later, earlier) = own_part(told, PERSON).findings
    assert (later.is_superseded, earlier.is_superseded) == (False, True)
    open_as(told, PERSON, new)
    with pytest.raises(RuleRefused) as second:
        object_as(told, PERSON, told_to(told, PERSON))
    assert second.value.code == "ALREADY_OBJECTED"

"""Letters that another person approves: frozen by who approves them, as he saw them, and by nobody who had a hand in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.letter import CaseLetter
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, InvalidInput
from models.ground.letter_codes import BatchRefusal
from models.ledger.trail_event import TrailEvent
from services.letters.approve_letter import approve_letter, return_letter
from services.letters.batch.get_batch import get_batch, get_batch_choice
from services.letters.batch.order_batch import OrderBatch, order_batch
from services.letters.batch.write_batch import write_batches_step
from services.letters.get_draft import GetDraft, get_draft
from services.letters.list_letters import list_frozen
from services.letters.list_waiting import count_waiting
from services.letters.open_letter import PreviewLetter, preview_letter
from services.letters.word_letter import word_letter
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.letter_approvals import (
    ADDRESS,
    APPROVER,
    CLERK,
    COLLEAGUE,
    DIRECTOR,
    FIRST,
    KIND,
    OTHER_APPROVER,
    READER,
    ROUND,
    accepted,
    approve,
    decision,
    freeze,
    look,
    refusal,
    require,
    submit,
    waits_for,
    words,
)
from tests.unit.services.mass_complaint import open_mass_complaint
from tests.web.letter_words import words_of


def test_it_is_frozen_by_who_approves_it_as_it_was_shown_and_by_nobody_before(office: FullOffice) -> None:
    """Numbered in the transaction of the approval; who worded, submitted and approved it stands on the trail."""
    case = accepted(office)
    require(office)
    with pytest.raises(InvalidInput) as refused:
        freeze(office, case)
    assert refused.value.errors == {"version": "NEEDS_APPROVAL"}
    submit(office, case, rights="您可以随时来电询问。")
    with pytest.raises(InvalidInput):
        freeze(office, case)
    assert waits_for(office, APPROVER) == waits_for(office, DIRECTOR) == [case]
    assert waits_for(office, CLERK) == waits_for(office, READER) == []
    assert count_waiting(office.unit_of_work(), office.actor(OTHER_APPROVER)) == 1
    shown = look(office, case)
    assert (shown.submitted_by, shown.pages) == (CLERK, 1)
    page = PreviewLetter(case, KIND, ROUND, ADDRESS)
    assert "您可以随时来电询问。" in words_of(
        preview_letter(page, office.unit_of_work(), office.actor(APPROVER)).content
    )
    with office.unit_of_work() as unit:
        unit.session.query(Matter).filter_by(complaint_id=case, no=1).one().text = "另一种说法"
    with pytest.raises(InvalidInput) as refused:
        approve_letter(decision(case, shown.digest), office.unit_of_work(), office.actor(APPROVER))
    assert refused.value.errors == {"digest": "LETTER_CHANGED"}
    assert waits_for(office, APPROVER) == [case]
    row = approve(office, case)
    assert (row.number, row.submitted_by, row.approved_by, row.frozen_by) == (
        FIRST,
        CLERK,
        APPROVER,
        APPROVER,
    )
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="letter.frozen")
    made = {"worded_by": [CLERK], "submitted_by": CLERK, "approved_by": APPROVER, "number": FIRST}
    assert made.items() <= event.payload.items()
    assert event.actor == APPROVER
    with office.unit_of_work().reading() as unit:
        (told,) = list_frozen(unit.session.get_one(Complaint, case), unit)
    assert (told.is_approved, told.submitted_by) == (True, CLERK)
    assert waits_for(office, APPROVER) == []
    assert refusal(office, case, APPROVER) == "LETTER_FROZEN"


def test_no_part_of_it_is_empty_when_it_is_submitted_or_approved(office: FullOffice) -> None:
    case = accepted(office)
    require(office)
    submit(office, case, rights="随时来电。")
    with office.unit_of_work() as unit:
        unit.session.query(CaseLetter).filter_by(complaint_id=case).one().words = {"rights": " "}
    with pytest.raises(InvalidInput) as refused:
        approve(office, case)
    assert refused.value.errors == {"digest": "WORDS_MISSING"}
    with pytest.raises(InvalidInput) as refused:
        submit(office, case)
    assert refused.value.errors == {"rights": "REQUIRED"}


def test_a_returned_letter_says_why_and_one_that_is_worded_again_is_taken_back(office: FullOffice) -> None:
    """The reason is sealed in the database, read by the writer, and gone once the letter is submitted again."""
    case = accepted(office)
    require(office)
    submit(office, case)
    for reason, digest, errors in (
        (" ", look(office, case).digest, {"reason": "REQUIRED"}),
        ("字" * 501, "", {"reason": "TOO_LONG", "digest": "LETTER_CHANGED"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            return_letter(decision(case, digest, reason), office.unit_of_work(), office.actor(APPROVER))
        assert refused.value.errors == errors
    command = decision(case, look(office, case).digest, "请写明办理期限")
    return_letter(command, office.unit_of_work(), office.actor(APPROVER))
    with pytest.raises(Conflict) as late:
        return_letter(command, office.unit_of_work(), office.actor(APPROVER))
    assert late.value.code == "LETTER_NOT_WAITING"
    with office.unit_of_work().reading() as unit:
        (kept,) = unit.session.execute(text("SELECT return_reason FROM letter")).scalars()
    assert "期限" not in str(kept)
    row = get_draft(GetDraft(case, KIND, ROUND), office.unit_of_work(), office.actor(CLERK)).row
    assert row is not None
    assert (row.returned_by, row.return_reason, row.waits) == (APPROVER, "请写明办理期限", False)
    assert (
        word_letter(words(office, case, rights="随时来电。"), office.unit_of_work(), office.actor(CLERK))
        is False
    )
    submit(office, case)
    (row,) = office.rows(CaseLetter)
    assert (row.return_reason, row.waits) == (None, True)
    assert word_letter(words(office, case, rights="来电。"), office.unit_of_work(), office.actor(COLLEAGUE))
    assert waits_for(office, APPROVER) == []
    told = [event.kind for event in office.rows(TrailEvent, complaint_id=case)]
    assert [kind for kind in told if kind.startswith("letter.")] == [
        *("letter.submitted", "letter.returned", "letter.worded"),
        *("letter.submitted", "letter.worded", "letter.taken_back"),
    ]


def test_two_who_approve_it_at_the_same_moment_make_one_letter_with_one_number(office: FullOffice) -> None:
    """And the list of what waits asks as often for two as for one."""
    case, other = accepted(office), accepted(office, "198.51.103.9")
    require(office)
    asked = []
    for one in (case, other):
        submit(office, one)
        with statements(office) as seen:
            assert len(waits_for(office, APPROVER)) == len(asked) + 1
        asked.append(len(seen))
    assert asked[0] == asked[1]
    digests = {one: look(office, one).digest for one in (case, other)}

    def try_it(desk: tuple[str, str]) -> str:
        one, by = desk
        try:
            approve_letter(decision(one, digests[one]), office.unit_of_work(), office.actor(by))
        except Conflict as refused:
            return refused.code
        return "approved"

    people = (APPROVER, OTHER_APPROVER, DIRECTOR)
    with ThreadPoolExecutor(max_workers=6) as desks:
        ends = list(desks.map(try_it, [(one, by) for by in people for one in (case, other)]))
    assert sorted(ends) == ["LETTER_FROZEN"] * 4 + ["approved"] * 2
    numbers = sorted(str(row.number) for row in office.rows(CaseLetter))
    assert numbers == [FIRST, FIRST.replace("1号", "2号")]


def test_what_lost_its_cause_while_it_waited_is_returned(office: FullOffice) -> None:
    """Nothing would stand on the page; it leaves the list, and nobody can freeze it."""
    case = accepted(office)
    require(office)
    submit(office, case)
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter).filter_by(complaint_id=case):
            matter.decision = MatterDecision.REFER
        unit.session.query(Decision).filter_by(complaint_id=case).delete()
    shown = look(office, case)
    assert (shown.pages, shown.digest) == (0, "")
    with pytest.raises(InvalidInput):
        approve_letter(decision(case, ""), office.unit_of_work(), office.actor(APPROVER))
    return_letter(decision(case, "", "事由已不存在"), office.unit_of_work(), office.actor(APPROVER))
    assert waits_for(office, APPROVER) == []


def test_a_batch_writes_no_letter_that_needs_approval(office: FullOffice) -> None:
    """Ordered before it did, each is refused and says why; ordered since, the batch is."""
    leading = open_mass_complaint(office, 2)[0].complaint_id
    command = OrderBatch(leading, KIND, "a" * 32, ADDRESS)
    batch_id = order_batch(command, office.unit_of_work(), office.actor(CLERK))
    require(office)
    while write_batches_step(office.unit_of_work):
        pass
    page = get_batch(batch_id, office.unit_of_work(), office.actor(CLERK))
    assert [line.refusal for line in page.refused] == [BatchRefusal.NEEDS_APPROVAL] * 2
    assert office.rows(CaseLetter) == []
    choice = get_batch_choice(leading, office.unit_of_work(), office.actor(CLERK))
    assert [one.may_be_ordered for one in choice.kinds if one.kind.name == KIND] == [False]
    with pytest.raises(InvalidInput) as refused:
        order_batch(replace(command, submission_id="b" * 32), office.unit_of_work(), office.actor(CLERK))
    assert refused.value.errors == {"kind": "BATCH_NEEDS_APPROVAL"}

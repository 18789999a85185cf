"""Who approves a letter, who never does, and who finds none of it."""

from __future__ import annotations

import pytest

from models.case.evidence_item import EvidenceItem
from models.case.letter import CaseLetter
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.letters.approval_policy import (
    ChangeLetterApproval,
    change_letter_approval,
)
from services.letters.get_draft import GetDraft, get_draft
from services.letters.open_letter import PreviewLetter, preview_letter
from services.letters.submit_letter import submit_letter
from services.letters.waiting_letter import WaitingLetter, get_waiting
from services.letters.word_letter import WordLetter, word_letter
from tests.full_office import FullOffice
from tests.unit.services.letter_approvals import (
    ADDRESS,
    ADMINISTRATOR,
    APPROVER,
    CLERK,
    COLLEAGUE,
    DIRECTOR,
    FIRST,
    KIND,
    OTHER_APPROVER,
    READER,
    ROUND,
    SUPERVISOR,
    accepted,
    approve,
    freeze,
    look,
    recuse,
    refusal,
    require,
    submit,
    waits_for,
    words,
)
from tests.unit.services.test_records_for_signature import SITE, investigated, record


def test_whoever_had_a_hand_in_it_approves_it_never(office: FullOffice) -> None:
    """Who worded or submitted it, also before it was taken back or returned and another went on with it."""
    case = accepted(office)
    require(office)
    with office.unit_of_work() as unit:
        for login in (CLERK, COLLEAGUE):
            unit.session.get_one(Staff, login).roles = ["intake", "approver"]
    submit(office, case, rights="随时来电。")
    assert refusal(office, case, CLERK) == "FOUR_EYES"
    assert waits_for(office, CLERK) == []
    assert waits_for(office, COLLEAGUE) == [case]
    submit(office, case, by=COLLEAGUE)
    assert [refusal(office, case, by) for by in (CLERK, COLLEAGUE)] == ["FOUR_EYES"] * 2
    look(office, case, APPROVER)
    assert refusal(office, case, READER) == "NOT_IN_CHARGE"
    assert refusal(office, case, SUPERVISOR) == "NOT_IN_CHARGE"
    page = PreviewLetter(case, KIND, ROUND, ADDRESS)
    with pytest.raises(NotPermitted):
        preview_letter(page, office.unit_of_work(), office.actor(READER))


def test_who_has_to_keep_away_or_sees_less_finds_none_of_it(office: FullOffice) -> None:
    """Recused, or kept from evidence that a record tells; then the rest decide, and at last whoever may write."""
    case, _, _ = investigated(office)
    act = record(office, case)
    require(office, SITE)
    command = WordLetter(case, SITE, act, {}, 0)
    submit_letter(command, office.unit_of_work(), office.actor("xun.wenshi"))
    letter = WaitingLetter(case, SITE, act, ADDRESS)
    assert get_waiting(letter, office.unit_of_work(), office.actor(APPROVER)).pages == 1
    with office.unit_of_work() as unit:
        item = unit.session.query(EvidenceItem).filter_by(act_id=act).one()
        item.readers, item.restricted_by, item.restriction_reason = [DIRECTOR], "xun.wenshi", "涉及第三人"
    with pytest.raises(NotFound):
        get_waiting(letter, office.unit_of_work(), office.actor(APPROVER))
    assert (waits_for(office, APPROVER), waits_for(office, DIRECTOR)) == ([], [case])

    other = accepted(office, "198.51.103.9")
    require(office)
    submit(office, other)
    for login in (APPROVER, OTHER_APPROVER):
        recuse(office, other, login)
    assert [refusal(office, other, by) for by in (APPROVER, OTHER_APPROVER)] == ["NOT_FOUND"] * 2
    assert other not in waits_for(office, APPROVER) + waits_for(office, OTHER_APPROVER)
    assert refusal(office, other, SUPERVISOR) == "NOT_IN_CHARGE"
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, DIRECTOR).active = False
    assert waits_for(office, SUPERVISOR) == [other]
    assert refusal(office, other, READER) == "NOT_PERMITTED"
    with pytest.raises(NotFound):
        look(office, other, "zong.heke")
    assert approve(office, other, SUPERVISOR).number == FIRST


def test_what_holds_is_asked_anew_for_each_letter(office: FullOffice) -> None:
    """Switched off while it waits it is frozen at once; switched on, drafts need it; changes by reason and version alone."""
    case = accepted(office)
    with pytest.raises(InvalidInput) as refused:
        submit(office, case)
    assert refused.value.errors == {"version": "NEEDS_NO_APPROVAL"}
    word_letter(words(office, case, rights="随时来电。"), office.unit_of_work(), office.actor(CLERK))
    require(office)
    draft = get_draft(GetDraft(case, KIND, ROUND), office.unit_of_work(), office.actor(CLERK))
    assert draft.needs_approval
    with pytest.raises(InvalidInput):
        freeze(office, case)
    submit(office, case)
    require(office, approval="not_needed")
    letter_id = freeze(office, case)
    (row,) = office.rows(CaseLetter, id=letter_id)
    assert (row.number, row.frozen_by, row.approved_by) == (FIRST, CLERK, None)
    assert waits_for(office, APPROVER) == []
    for change, errors in (
        (ChangeLetterApproval(KIND, "needed", "再定", ""), {"approval": "CHANGED_MEANWHILE"}),
        (ChangeLetterApproval(KIND, "", ""), {"approval": "REQUIRED", "reason": "REQUIRED"}),
        (ChangeLetterApproval(KIND, "x", "字" * 501), {"approval": "NOT_AN_OPTION", "reason": "TOO_LONG"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            change_letter_approval(change, office.unit_of_work(), office.actor(ADMINISTRATOR))
        assert refused.value.errors == errors
    with pytest.raises(NotPermitted):
        change_letter_approval(change, office.unit_of_work(), office.actor(DIRECTOR))
    events = office.rows(TrailEvent, kind="letter-approval.changed")
    assert [(event.payload["from"], event.payload["to"]) for event in events] == [
        (False, True),
        (True, False),
    ]
    assert events[0].payload["reason"] == "党组会定"

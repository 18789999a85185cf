"""A file is taken apart (分立, 一事一卷): what goes has a file of its own, and nothing kept from somebody opens by it."""

from __future__ import annotations

import pytest

from models.beside.recusal import Recusal
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.file_split import FileSplit
from models.case.lifecycle import ClockKind, Stage
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.clock.legal_time import beijing_date
from models.ground.codes import IdentityKind, RecusalOutcome, RecusalSubject, RequestedSide
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId
from models.ground.privacy_codes import AskedBy, DataRequestState, IdentityCheck
from models.ledger.trail_event import TrailEvent
from models.vault.identity import Identity
from models.vault.masking import PersonalField
from services.access.find_exclusion import find_exclusion
from services.access.readable_cases import may_read_case
from services.actor import citizen
from services.acts.take_act import TakeAct, TakenAct, take_act
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.beside.sheets.consent import has_consented
from services.case.correct_matters import CorrectMatters, correct_matters
from services.identity.change_address import change_address
from services.identity.correct_field import Correction, correct_field
from services.identity.cut_identity import cut_own_values
from services.identity.open_identity import open_identity
from services.identity.query_code import derive_query_code
from services.identity.store_identity import StoreIdentity, store_identity
from services.privacy.new_request import Asked, NewDataRequest, open_data_request
from services.views.case_split import list_split_lines
from services.views.progress import FindProgress, find_progress
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import act, case_of, clock_of

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

CLERK, HANDLER, READER = "wen.rusheng", "xun.wenshi", "du.daodi"
TWO = "1.退还多收的三十元；2.更正办事指南"


def split(office: FullOffice, case: str, login: str = CLERK, **told: object) -> TakenAct:
    known = {"first_told_on": "2026-09-07", "counts_from": "split", "reason": "互不相干，一事一卷"}
    return act(office, case, "split-file", login, **{**known, **told})


def second_of(office: FullOffice, taken: TakenAct) -> Complaint:
    return case_of(office, taken.references["complaint_id"])


def numbers(office: FullOffice, case: str) -> list[int]:
    return sorted(row.no for row in office.rows(Matter, complaint_id=case))


def test_a_matter_goes_with_the_claims_that_are_its_alone(office: FullOffice) -> None:
    first = office.file(wanted=TWO).complaint_id
    before = sorted(office.rows(Matter, complaint_id=first), key=lambda row: row.no)
    assert [row.no for row in before] == [1, 2]
    with office.unit_of_work() as unit:
        for row in unit.session.query(Claim).filter_by(complaint_id=first):
            row.matter_nos = [row.no]
    claims = sorted(office.rows(Claim, complaint_id=first), key=lambda row: row.no)
    second = second_of(office, split(office, first, moved_matters=["2"]))
    assert second.number != case_of(office, first).number
    assert numbers(office, first) == [1]
    assert [row.text for row in office.rows(Matter, complaint_id=second.id)] == [before[1].text]
    assert [row.text for row in office.rows(Claim, complaint_id=first)] == [claims[0].text]
    moved = office.rows(Claim, complaint_id=second.id)
    assert [(row.no, row.text, row.matter_nos) for row in moved] == [(1, claims[1].text, [1])]
    raw = [office.rows(Receipt, complaint_id=case)[0].raw_text for case in (first, second.id)]
    assert raw[0] == raw[1]
    with office.unit_of_work().reading() as unit:
        one, other = open_identity(first, unit), open_identity(second.id, unit)
        assert one == other
        assert one.name == "简一趟"
    kinds = {row.kind for row in office.rows(TrailEvent, complaint_id=second.id)}
    assert {"complaint.registered", "file.taken_out"} <= kinds
    (told,) = [row for row in office.rows(TrailEvent, complaint_id=first) if row.kind == "file.split"]
    assert told.payload["into"] == second.number
    assert told.payload["matters"] == [2]


def test_both_files_tell_of_each_other_and_the_person_reads_the_second_code(office: FullOffice) -> None:
    filed = office.file(wanted=TWO)
    second = second_of(office, split(office, filed.complaint_id, moved_matters=["2"]))
    with office.unit_of_work().reading() as unit:
        first = unit.session.get_one(Complaint, filed.complaint_id)
        actor = office.actor(READER)
        (down,) = list_split_lines(first, unit, actor)
        (up,) = list_split_lines(unit.session.get_one(Complaint, second.id), unit, actor)
    assert (down.number, down.is_first) == (second.number, False)
    assert (up.number, up.is_first) == (first.number, True)
    asked = FindProgress(filed.number, filed.query_code)
    progress = find_progress(asked, office.unit_of_work(), citizen("203.0.113.7"))
    assert progress is not None
    (other,) = progress.other_files
    assert other.query_code == derive_query_code(second.submission_id) != filed.query_code
    mine = FindProgress(other.number, other.query_code)
    own = find_progress(mine, office.unit_of_work(), citizen("203.0.113.7"))
    assert own is not None
    assert [(row.number, row.query_code) for row in own.other_files] == [(filed.number, None)]


def test_a_consent_taken_back_and_an_earlier_name_go_along(office: FullOffice) -> None:
    """What he took back lives in no file taken out later; what he was called before is cut out there too."""
    first = office.file(wanted=TWO, name="简一趟", consent_to_share_identity=True).complaint_id
    earlier_address = "旧街1号"
    with office.unit_of_work() as unit:
        change_address(first, earlier_address, CLERK, unit)
        change_address(first, "新街2号", CLERK, unit)
        correct_field(Correction(first, PersonalField.NAME, "简两趟"), CLERK, unit)
        assert has_consented(first, unit)
        complaint = unit.session.get_one(Complaint, first)
        asked = Asked(NewDataRequest("withdraw_consent", ""), AskedBy.CODE, IdentityCheck.CODE)
        row = open_data_request(asked, complaint, unit, citizen("198.51.100.9"))
        row.state, row.decided_at = DataRequestState.GRANTED, unit.clock.now()
    second = second_of(office, split(office, first, moved_matters=["2"]))
    with office.unit_of_work().reading() as unit:
        assert not has_consented(second.id, unit)
        told = ["简一趟住在旧街1号，现在叫简两趟"]
        assert cut_own_values(told, second.id, unit) == cut_own_values(told, first, unit)
        assert cut_own_values(told, second.id, unit) == ["■住在■，现在叫■"]


def test_the_numbers_of_what_stays_do_not_move_and_none_is_given_again(office: FullOffice) -> None:
    """An accepted matter goes too; the new file decides on its acceptance anew."""
    first = office.file(wanted=TWO).complaint_id
    walk_to(office, first, "record-findings")
    second = second_of(office, split(office, first, HANDLER, moved_matters=["1"]))
    (moved,) = office.rows(Matter, complaint_id=second.id)
    assert (moved.no, moved.decision) == (1, None)
    assert second.handler_id is None
    assert numbers(office, first) == [2]
    assert all(1 not in row.matter_nos for row in office.rows(Claim, complaint_id=first))
    command = CorrectMatters(first, ("留下的事项", "后来又拆出的事项"))
    correct_matters(command, office.unit_of_work(), office.actor(HANDLER))
    assert numbers(office, first) == [2, 3]


def test_an_account_without_a_name_stays_nobodys_name(office: FullOffice) -> None:
    first = office.file(wanted=TWO, is_anonymous=True, name="", phone="").complaint_id
    with office.unit_of_work() as unit:
        store_identity(StoreIdentity(ComplaintId(first), name="网友云河一号"), unit)
    second = second_of(office, split(office, first, moved_matters=["1"]))
    assert second.identity_kind is IdentityKind.ANONYMOUS
    with office.unit_of_work().reading() as unit:
        assert open_identity(second.id, unit).name == "网友云河一号"


def test_what_is_sent_twice_takes_the_file_apart_once(office: FullOffice) -> None:
    case = office.file(wanted=TWO).complaint_id
    answers = {
        "told_matter": "住院费手工报销迟迟未到账",
        "first_told_on": "2026-09-07",
        "counts_from": "split",
        "reason": "原事项另立",
    }
    command = TakeAct(case, "split-file", answers, "a" * 32)
    records = {take_act(command, office.unit_of_work(), office.actor(CLERK)).act_record_id for _ in range(2)}
    assert len(records) == 1
    (row,) = office.rows(FileSplit)
    assert len(office.rows(Complaint)) == 2
    assert numbers(office, case) == [1, 2], "what was told in words was no matter of the first file"
    assert [matter.text for matter in office.rows(Matter, complaint_id=row.complaint_id)] == [
        answers["told_matter"]
    ]


def test_limits_count_from_the_split_or_from_the_first_day_with_a_reason(office: FullOffice) -> None:
    first = office.file(wanted=TWO).complaint_id
    walk_to(office, first, "record-findings")
    from_split = second_of(office, split(office, first, HANDLER, told_matter="另一件事"))
    assert from_split.stage is Stage.INTAKE
    assert clock_of(office, from_split.id, ClockKind.ACCEPTANCE).opened_at == office.clock.now()
    told = {"first_told_on": "2026-08-10", "counts_from": "first_day"}
    earlier = second_of(office, split(office, first, HANDLER, told_matter="八月就说过的事", **told))
    clock = clock_of(office, earlier.id, ClockKind.ACCEPTANCE)
    assert beijing_date(clock.opened_at).isoformat() == "2026-08-10"
    assert earlier.effective_received.isoformat() == "2026-08-10"
    rows = {row.complaint_id: row for row in office.rows(FileSplit)}
    assert rows[earlier.id].is_counted_from_first_day
    assert not rows[from_split.id].is_counted_from_first_day


def test_who_keeps_away_from_the_first_file_keeps_away_from_the_second(office: FullOffice) -> None:
    first = office.file(wanted=TWO).complaint_id
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, first)
        command = RequestRecusal(RecusalSubject.STAFF, HANDLER, "亲属", RequestedSide.COMPLAINANT)
        request_recusal(command, complaint, unit, office.actor(CLERK))
    with office.unit_of_work() as unit:
        (row,) = unit.session.query(Recusal)
        row.outcome = RecusalOutcome.RECUSED
    second = second_of(office, split(office, first, moved_matters=["2"]))
    with office.unit_of_work().reading() as unit:
        assert find_exclusion(second.id, HANDLER, unit) == "RECUSED"
        assert find_exclusion(second.id, CLERK, unit) is None


def test_what_is_taken_out_of_a_restricted_file_is_restricted(office: FullOffice) -> None:
    first = office.file(wanted=TWO).complaint_id
    act(office, first, "restrict-file", CLERK, readers=[CLERK, READER], reason="敏感")
    second = second_of(office, split(office, first, moved_matters=["1"]))
    with office.unit_of_work().reading() as unit:
        new = unit.session.get_one(Complaint, second.id)
        can = {login: may_read_case(new, unit, office.actor(login)) for login in (CLERK, READER, HANDLER)}
    assert can == {CLERK: True, READER: True, HANDLER: False}


def test_an_anonymous_person_stays_anonymous(office: FullOffice) -> None:
    first = office.file(wanted=TWO, is_anonymous=True, name="", phone="").complaint_id
    second = second_of(office, split(office, first, moved_matters=["1"]))
    assert second.identity_kind is IdentityKind.ANONYMOUS
    assert office.rows(Identity) == []


def test_one_matter_stays_and_something_goes(office: FullOffice) -> None:
    case = office.file(wanted=TWO).complaint_id
    refused = {
        "ONE_MUST_STAY": {"moved_matters": ["1", "2"]},
        "NOTHING_TO_SPLIT": {},
    }
    for code, told in refused.items():
        with pytest.raises(InvalidInput) as fault:
            split(office, case, **told)
        assert fault.value.errors == {"moved_matters": code}
    with pytest.raises(InvalidInput) as fault:
        split(office, case, moved_matters=["1"], first_told_on="2036-01-01")
    assert fault.value.errors == {"first_told_on": "IN_THE_FUTURE"}
    assert len(office.rows(Complaint)) == 1
    split(office, case, moved_matters=["1"])


def test_no_file_is_taken_apart_once_there_is_an_opinion(office: FullOffice) -> None:
    case = office.file(wanted=TWO).complaint_id
    walk_to(office, case, "give-answer")
    with pytest.raises(RuleRefused) as refusal:
        split(office, case, moved_matters=["1"])
    assert refusal.value.code == "SPLIT_TOO_LATE"

"""Letters in a batch: each file of a mass complaint gets its own once, whatever happens between two of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.letter import CaseLetter
from models.case.letter_batch import BatchLetter, LetterBatch
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.letter_codes import BatchLetterState, BatchRefusal
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.staff import Staff
from services.filing.new_case import FiledComplaint
from services.letters.approval_policy import ChangeLetterApproval, change_letter_approval
from services.letters.batch import write_batch
from services.letters.batch.get_batch import BatchPage, get_batch, get_batch_choice
from services.letters.batch.order_batch import OrderBatch, order_batch
from services.letters.batch.print_batch import print_batch
from services.letters.batch.stop_batch import stop_batch
from services.letters.batch.write_batch import write_batches_step
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.kinds import KINDS
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.word_letter import WordLetter, word_letter
from tests.full_office import FullOffice
from tests.unit.services.letter_case import letter_case
from tests.unit.services.mass_complaint import CLERK, keep_away, open_mass_complaint
from tests.web.letter_words import words_of

SUPERVISOR, VISITOR, OTHER_UNIT = "jian.rujing", "fang.huiyin", "zong.heke"
ADDRESS, KIND, ROUND = "https://tousu.example.cn/", "acceptance_notice", "round-1"


@pytest.fixture
def filed(office: FullOffice) -> list[FiledComplaint]:
    """Four accepted files, the first leading."""
    return open_mass_complaint(office, 4)


def order(
    office: FullOffice, leading: str, sent: str = "a" * 32, by: str = CLERK, *, kind: str = KIND
) -> str:
    return order_batch(OrderBatch(leading, kind, sent, ADDRESS), office.unit_of_work(), office.actor(by))


def write_all(office: FullOffice) -> None:
    while write_batches_step(office.unit_of_work):
        pass


def shown(office: FullOffice, batch_id: str, by: str = CLERK) -> BatchPage:
    return get_batch(batch_id, office.unit_of_work(), office.actor(by))


def reasons(office: FullOffice, batch_id: str, by: str = CLERK) -> dict[str, BatchRefusal]:
    return {line.number: line.refusal for line in shown(office, batch_id, by).refused}


def numbers(office: FullOffice) -> list[str]:
    """Of the letters, in the order of their complaints' numbers."""
    of = {row.id: row.number for row in office.rows(Complaint)}
    return [str(row.number) for row in sorted(office.rows(CaseLetter), key=lambda row: of[row.complaint_id])]


def test_each_file_gets_its_letter_in_the_order_of_the_numbers_and_all_of_it_stands_on_record(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    leading = filed[0].complaint_id
    (chosen,) = [
        one
        for one in get_batch_choice(leading, office.unit_of_work(), office.actor(CLERK)).kinds
        if one.kind.name == KIND
    ]
    assert [line.number for line in chosen.to_write] == [one.number for one in filed]
    batch_id = order(office, leading)
    assert shown(office, batch_id).batch.done == 0, "nothing is written in the request"
    write_all(office)
    assert numbers(office) == [f"云政服受告〔2026〕{no}号" for no in range(1, 5)]
    batch = shown(office, batch_id).batch
    assert (batch.number, batch.frozen, batch.refused, batch.is_going_on) == (4, 4, 0, False)
    events = {row.kind: row.payload for row in office.rows(TrailEvent, complaint_id=leading)}
    assert events["letter-batch.ordered"]["number"] == events["letter-batch.ended"]["frozen"] == 4
    letters = office.rows(CaseLetter)
    assert all(row.sha256 and row.frozen_by == CLERK for row in letters)
    assert len(office.rows(TrailEvent, kind="letter.frozen", actor=CLERK)) == 4
    kinds = get_batch_choice(leading, office.unit_of_work(), office.actor(CLERK)).kinds
    assert KIND not in [one.kind.name for one in kinds]


def test_a_form_that_is_sent_twice_is_one_batch_and_one_of_a_kind_goes_on_at_a_time(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    leading = filed[0].complaint_id
    batch_id = order(office, leading)
    assert order(office, leading) == batch_id
    with pytest.raises(Conflict) as refused:
        order(office, leading, "b" * 32)
    assert refused.value.code == "LETTER_BATCH_RUNNING"
    write_all(office)
    assert order(office, leading) == batch_id, "the same form again, long after"
    with pytest.raises(InvalidInput):
        order(office, leading, "c" * 32)
    assert len(office.rows(LetterBatch)) == 1
    assert len(office.rows(CaseLetter)) == 4


@pytest.mark.parametrize("place", ["freeze_in", "store_page"])
def test_a_process_that_ends_anywhere_loses_no_letter_and_writes_none_twice(
    office: FullOffice, filed: list[FiledComplaint], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Before the commit or after it, at each letter: as a kill, it is no exception that anybody catches."""

    class Killed(BaseException):
        pass

    batch_id = order(office, filed[0].complaint_id)
    real = getattr(write_batch, place)
    done: set[str] = set()

    def kill_once(first: object, *args: object) -> object:
        key = str(getattr(first, "complaint_id", first))
        answer = real(first, *args) if place == "freeze_in" else None
        if key not in done:
            done.add(key)
            raise Killed
        return answer if place == "freeze_in" else real(first, *args)

    monkeypatch.setattr(write_batch, place, kill_once)
    kills = 0
    while shown(office, batch_id).batch.is_going_on:
        try:
            write_batches_step(office.unit_of_work)
        except Killed:
            kills += 1
    assert kills >= 4
    assert numbers(office) == [f"云政服受告〔2026〕{no}号" for no in range(1, 5)]
    assert all(row.sha256 for row in office.rows(CaseLetter))
    assert len(office.rows(TrailEvent, kind="letter.frozen")) == 4


def test_two_processes_at_one_batch_write_each_letter_once(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    batch_id = order(office, filed[0].complaint_id)
    with ThreadPoolExecutor(max_workers=3) as processes:
        for ended in [processes.submit(write_all, office) for _ in range(3)]:
            ended.result()
    assert sorted(numbers(office)) == [f"云政服受告〔2026〕{no}号" for no in range(1, 5)]
    assert (shown(office, batch_id).batch.frozen, len(office.rows(CaseLetter))) == (4, 4)
    assert len(office.rows(TrailEvent, kind="letter-batch.ended")) == 1


def test_what_cannot_be_written_is_told_with_number_and_reason_and_the_rest_goes_on(
    office: FullOffice,
) -> None:
    """Who ordered it is asked anew for each letter."""
    filed = open_mass_complaint(office, 6)
    leading, own, left, frozen, undecided, blank = (one.complaint_id for one in filed)
    batch_id = order(office, leading)
    keep_away(office, own, CLERK)
    with office.unit_of_work() as unit:
        (member,) = unit.session.query(GroupMember).filter_by(complaint_id=left)
        member.left_at, member.left_by = unit.clock.now(), CLERK
        for matter in unit.session.query(Matter).filter_by(complaint_id=undecided):
            matter.decision = MatterDecision.REFUSE
        unit.session.add(
            CaseLetter(
                id="b" * 32,
                complaint_id=blank,
                kind=KIND,
                subject=ROUND,
                readers=KINDS[KIND].readers,
                words={"rights": " "},
                worded_by=CLERK,
                worded_at=unit.clock.now(),
            )
        )
    alone = FreezeLetter(frozen, KIND, ROUND, {}, 0, ADDRESS)
    freeze_letter(alone, office.unit_of_work(), office.actor(CLERK))
    write_all(office)
    at = {one.complaint_id: one.number for one in filed}
    told = reasons(office, batch_id, SUPERVISOR)
    assert told == {
        at[own]: BatchRefusal.KEPT_AWAY,
        at[left]: BatchRefusal.LEFT_GROUP,
        at[frozen]: BatchRefusal.ALREADY_STANDS,
        at[undecided]: BatchRefusal.NO_LONGER_PROPOSED,
        at[blank]: BatchRefusal.WORDS_MISSING,
    }
    page = shown(office, batch_id)
    assert (page.batch.frozen, page.batch.refused, page.hidden) == (1, 5, 1)
    assert at[own] not in reasons(office, batch_id), "he keeps away from the case, so he is not told of it"
    again = order(office, leading, "d" * 32, SUPERVISOR)
    write_all(office)
    assert reasons(office, again, SUPERVISOR) == {at[blank]: BatchRefusal.WORDS_MISSING}
    assert len(set(numbers(office)) - {"None"}) == 3


@pytest.mark.parametrize("how", ["roles", "account", "left"])
def test_nothing_is_written_for_who_may_no_longer(
    office: FullOffice, filed: list[FiledComplaint], how: str
) -> None:
    batch_id = order(office, filed[0].complaint_id)
    with office.unit_of_work() as unit:
        person = unit.session.get_one(Staff, CLERK)
        if how == "roles":
            person.roles = ["return_visit"]
        elif how == "left":
            person.active = False
        else:
            now = unit.clock.now()
            account = unit.session.get(Account, CLERK)
            if account is None:
                account = Account(staff_id=CLERK, password_hash="x", changed_at=now)
                unit.session.add(account)
            account.stopped_at = now
    write_all(office)
    expected = BatchRefusal.MAY_NOT_WRITE if how == "roles" else BatchRefusal.ORDERED_BY_NOBODY
    assert set(reasons(office, batch_id, SUPERVISOR).values()) == {expected}
    assert office.rows(CaseLetter) == []


def test_letters_that_somebody_else_approves_are_written_in_no_batch(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    """Neither ordered, nor written once the office says so in the midst of a batch."""
    batch_id = order(office, filed[0].complaint_id)
    change = ChangeLetterApproval(KIND, "needed", "党组会定")
    change_letter_approval(change, office.unit_of_work(), office.actor("guan.xitong"))
    write_all(office)
    assert set(reasons(office, batch_id).values()) == {BatchRefusal.NEEDS_APPROVAL}
    assert office.rows(CaseLetter) == []
    with pytest.raises(InvalidInput) as refused:
        order(office, filed[0].complaint_id, "b" * 32)
    assert refused.value.errors == {"kind": "BATCH_NEEDS_APPROVAL"}


def test_a_letter_that_nobody_foresaw_stops_no_other(
    office: FullOffice, filed: list[FiledComplaint], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id = order(office, filed[0].complaint_id)
    real = write_batch.freeze_in

    def fail(command: FreezeLetter, *args: object) -> str:
        if command.complaint_id == filed[1].complaint_id:
            raise LookupError
        return real(command, *args)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(write_batch, "freeze_in", fail)
    write_all(office)
    assert reasons(office, batch_id) == {filed[1].number: BatchRefusal.NOT_WRITTEN}
    assert numbers(office) == [f"云政服受告〔2026〕{no}号" for no in range(1, 4)], "no number is missing"


def test_a_batch_that_is_stopped_keeps_what_is_frozen_and_writes_no_more(
    office: FullOffice, filed: list[FiledComplaint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_batch, "LETTERS_OF_A_STEP", 2)
    batch_id = order(office, filed[0].complaint_id)
    write_batches_step(office.unit_of_work)
    with pytest.raises(Conflict) as early:
        print_batch(batch_id, office.unit_of_work(), office.actor(CLERK))
    assert early.value.code == "LETTER_BATCH_RUNNING"
    with pytest.raises(NotPermitted):
        stop_batch(batch_id, office.unit_of_work(), office.actor(VISITOR))
    stop_batch(batch_id, office.unit_of_work(), office.actor(SUPERVISOR))
    write_all(office)
    batch = shown(office, batch_id).batch
    assert (batch.frozen, batch.number, batch.is_going_on) == (2, 4, False)
    with pytest.raises(Conflict) as late:
        stop_batch(batch_id, office.unit_of_work(), office.actor(CLERK))
    assert late.value.code == "LETTER_BATCH_OVER"
    order(office, filed[0].complaint_id, "e" * 32)
    write_all(office)
    assert numbers(office) == [f"云政服受告〔2026〕{no}号" for no in range(1, 5)]


def test_all_letters_are_printed_as_one_in_the_order_of_the_numbers_for_who_may_read_their_files(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    batch_id = order(office, filed[0].complaint_id)
    worded = WordLetter(filed[2].complaint_id, KIND, ROUND, {"rights": "随时来电。𠮷"}, 0)
    word_letter(worded, office.unit_of_work(), office.actor(CLERK))
    write_all(office)
    change = ChangeLetterText(KIND, "rights", "后来的文字。", "试一试")
    change_letter_text(change, office.unit_of_work(), office.actor("guan.xitong"))
    printed = print_batch(batch_id, office.unit_of_work(), office.actor(CLERK))
    pages = [words_of_page(printed.content, no) for no in range(4)]
    assert [one.number in page for one, page in zip(filed, pages, strict=True)] == [True] * 4
    assert all("第1页，共1页" in page and "后来的文字" not in page for page in pages)
    assert "随时来电。𠮷" in pages[2]
    assert b"".join(printed.hand_out()) == printed.content
    keep_away(office, filed[3].complaint_id, CLERK)
    fewer = words_of(print_batch(batch_id, office.unit_of_work(), office.actor(CLERK)).content)
    assert filed[3].number not in fewer
    assert filed[2].number in fewer
    assert len(office.rows(TrailEvent, kind="letter-batch.printed")) == 2


def words_of_page(content: bytes, no: int) -> str:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 4
    return "".join(document[no].get_textpage().get_text_bounded().split())


def test_only_who_may_write_the_letters_of_the_leading_file_sees_or_orders_a_batch(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    leading = filed[0].complaint_id
    batch_id = order(office, leading)
    for login, refusal in ((VISITOR, NotPermitted), (OTHER_UNIT, NotFound)):
        for ask in (
            lambda login: order(office, leading, "f" * 32, login),
            lambda login: shown(office, batch_id, login),
            lambda login: get_batch_choice(leading, office.unit_of_work(), office.actor(login)),
            lambda login: print_batch(batch_id, office.unit_of_work(), office.actor(login)),
            lambda login: stop_batch(batch_id, office.unit_of_work(), office.actor(login)),
        ):
            with pytest.raises(refusal):
                ask(login)
    with pytest.raises(NotFound):
        order(office, filed[1].complaint_id)
    with pytest.raises(InvalidInput):
        order(office, leading, "f" * 32, kind="clue_transfer")
    assert {row.state for row in office.rows(BatchLetter)} == {BatchLetterState.WAITING}


def test_what_is_said_of_many_files_is_what_each_says_of_itself(
    office: FullOffice, filed: list[FiledComplaint]
) -> None:
    """Every kind that is written in a batch, in files with something of everything and in others."""
    furnished = letter_case(office).id
    ids = [furnished, *(one.complaint_id for one in filed)]
    kinds = [kind for kind in KINDS.values() if kind.find_in_many is not None]
    with office.unit_of_work().reading() as unit:
        seen = set()
        for kind in kinds:
            assert kind.find_in_many is not None
            of_many = sorted(kind.find_in_many(ids, unit))
            of_each = [
                (case, subject)
                for case in ids
                for subject in kind.list_subjects(unit.session.get_one(Complaint, case), unit)
            ]
            assert of_many == sorted(of_each), kind.name
            seen |= {kind.name for _ in of_many}
    assert seen == {kind.name for kind in kinds}, "each kind is met"

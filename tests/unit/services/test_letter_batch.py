"""Letters in a batch: each file of a mass complaint gets its own once, whatever happens between two of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from models.case.complaint_group import GroupMember
from models.case.letter import CaseLetter
from models.case.letter_batch import LetterBatch
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.letter_codes import BatchRefusal
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.staff import Staff
from services.letters.approval_policy import ChangeLetterApproval, change_letter_approval
from services.letters.batch import write_batch
from services.letters.batch.get_batch import get_batch_choice
from services.letters.batch.print_batch import print_batch
from services.letters.batch.stop_batch import stop_batch
from services.letters.batch.write_batch import write_batches_step
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.kinds import KINDS
from tests.full_office import FullOffice
from tests.unit.services.letter_batches import (
    ADDRESS,
    KIND,
    ROUND,
    SUPERVISOR,
    VISITOR,
    four_files,
    numbers,
    order,
    reasons,
    shown,
    write_all,
)
from tests.unit.services.mass_complaint import CLERK, keep_away, open_mass_complaint


def test_each_file_gets_its_letter_in_the_order_of_the_numbers_and_all_of_it_stands_on_record(
    office: FullOffice,
) -> None:
    filed = four_files(office)
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
    office: FullOffice,
) -> None:
    filed = four_files(office)
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
    office: FullOffice, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Before the commit or after it, at each letter: as a kill, it is no exception that anybody catches."""
    filed = four_files(office)

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


def test_two_processes_at_one_batch_write_each_letter_once(office: FullOffice) -> None:
    filed = four_files(office)
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
def test_nothing_is_written_for_who_may_no_longer(office: FullOffice, how: str) -> None:
    filed = four_files(office)
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


def test_letters_that_somebody_else_approves_are_written_in_no_batch(office: FullOffice) -> None:
    """Neither ordered, nor written once the office says so in the midst of a batch."""
    filed = four_files(office)
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
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = four_files(office)
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
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = four_files(office)
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

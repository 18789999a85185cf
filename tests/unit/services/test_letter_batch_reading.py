"""Who sees a batch of letters, and how all of it is printed."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.letter_batch import BatchLetter
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.letter_codes import BatchLetterState
from models.ledger.trail_event import TrailEvent
from services.letters.batch.get_batch import get_batch_choice
from services.letters.batch.print_batch import print_batch
from services.letters.batch.stop_batch import stop_batch
from services.letters.kinds import KINDS
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.word_letter import WordLetter, word_letter
from tests.full_office import FullOffice
from tests.unit.services.letter_batches import (
    KIND,
    OTHER_UNIT,
    ROUND,
    VISITOR,
    four_files,
    order,
    shown,
    words_of_page,
    write_all,
)
from tests.unit.services.letter_case import letter_case
from tests.unit.services.mass_complaint import CLERK, keep_away
from tests.web.letter_words import words_of


def test_all_letters_are_printed_as_one_in_the_order_of_the_numbers_for_who_may_read_their_files(
    office: FullOffice,
) -> None:
    filed = four_files(office)
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


def test_only_who_may_write_the_letters_of_the_leading_file_sees_or_orders_a_batch(
    office: FullOffice,
) -> None:
    filed = four_files(office)
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


def test_what_is_said_of_many_files_is_what_each_says_of_itself(office: FullOffice) -> None:
    """Every kind that is written in a batch, in files with something of everything and in others."""
    filed = four_files(office)
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

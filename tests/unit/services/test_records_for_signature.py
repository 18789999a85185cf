"""Records for signature: they run on in their file, stay in it, and are read by who sees all that they tell."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.ground.codes import Method
from models.ground.errors import InvalidInput, NotFound
from models.ground.evidence_codes import EvidenceKind
from models.ground.ids import new_id
from services.evidence.items import NewItem, register_item
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.get_draft import GetDraft, get_draft
from services.letters.letter_texts import ChangeLetterText
from services.letters.open_letter import (
    OwnLetter,
    PreviewLetter,
    open_letter,
    open_own_letter,
    preview_letter,
)
from services.letters.preview_text import PreviewText, preview_text
from services.views.progress import FindProgress, find_progress
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

CLERK, HANDLER, OTHER, KEEPER = "wen.rusheng", "xun.wenshi", "cha.fenming", "guan.xitong"
ADDRESS = "https://tousu.example.cn/"
SITE, ASKED = "site_record", "interview_record"


def record(office: FullOffice, case: str, method: Method = Method.SITE) -> str:
    """An act of the investigation with its evidence; its id."""
    told = {"whom": "钱窗口", "whom_kind": "informed", "rights_told": True, "matter_nos": ["1"]}
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        act = InvestigationAct(id=new_id(), complaint_id=case, round=1, method=method, record_text="无人值守")
        act.details, act.by, act.place = told, HANDLER, "一楼大厅"
        act.began_at = act.done_at = act.recorded_at = now
        unit.session.add(act)
        unit.session.flush()
        item = NewItem(EvidenceKind.SITE_RECORD, "现场勘验笔录（一楼大厅）", act_id=act.id)
        register_item(case, item, unit, office.actor(HANDLER))
        return act.id


def freeze(office: FullOffice, case: str, kind: str, act: str) -> CaseLetter:
    command = FreezeLetter(case, kind, act, {}, 0, ADDRESS)
    letter_id = freeze_letter(command, office.unit_of_work(), office.actor(HANDLER))
    (row,) = office.rows(CaseLetter, id=letter_id)
    assert isinstance(row, CaseLetter)
    return row


def investigated(office: FullOffice) -> tuple[str, str, str]:
    """Id, number and query code of a case that is looked into."""
    filed = office.file()
    walk_to(office, filed.complaint_id, "record-findings")
    return filed.complaint_id, filed.number, filed.query_code


def test_records_run_on_in_their_file_and_begin_anew_in_another(office: FullOffice) -> None:
    """Also of different kinds: what a file's index counts."""
    case, number, _ = investigated(office)
    rows = [
        freeze(office, case, SITE, record(office, case)),
        freeze(office, case, ASKED, record(office, case, Method.INTERVIEW)),
        freeze(office, case, SITE, record(office, case)),
    ]
    assert [row.number for row in rows] == [f"{number}-1", f"{number}-2", f"{number}-3"]
    other, of_other, _ = investigated(office)
    assert freeze(office, other, SITE, record(office, other)).number == f"{of_other}-1"


def test_records_that_are_frozen_at_the_same_moment_get_one_number_after_the_other(
    office: FullOffice,
) -> None:
    case, number, _ = investigated(office)
    acts = [record(office, case) for _ in range(6)]
    with ThreadPoolExecutor(max_workers=6) as people:
        rows = list(people.map(lambda act: freeze(office, case, SITE, act), acts))
    assert sorted(str(row.number) for row in rows) == [f"{number}-{n}" for n in range(1, 7)]


def test_a_record_stands_at_no_query_code_and_has_no_slip(office: FullOffice) -> None:
    case, number, code = investigated(office)
    row = freeze(office, case, SITE, record(office, case))
    found = find_progress(FindProgress(number, code), office.unit_of_work(), office.actor(CLERK))
    assert found is not None
    assert found.letters == ()
    with pytest.raises(NotFound):
        open_own_letter(OwnLetter(number, code, row.id), office.unit_of_work(), office.actor(CLERK))
    with pytest.raises(NotFound):
        get_draft(GetDraft(case, "delivery_slip", row.id), office.unit_of_work(), office.actor(HANDLER))


def test_a_record_is_read_by_who_sees_the_evidence_that_came_of_it(office: FullOffice) -> None:
    """Restricted before or after it was frozen: whom the item is withheld from finds no record."""
    case, _, _ = investigated(office)
    act = record(office, case)
    ask = (GetDraft(case, SITE, act), PreviewLetter(case, SITE, act, ADDRESS))
    assert get_draft(ask[0], office.unit_of_work(), office.actor(OTHER)).subject == act
    row = freeze(office, case, SITE, record(office, case))
    assert open_letter(row.id, office.unit_of_work(), office.actor(OTHER)).content.startswith(b"%PDF")
    with office.unit_of_work() as unit:
        for item in unit.session.query(EvidenceItem).filter_by(complaint_id=case):
            item.readers, item.restricted_by, item.restriction_reason = [], HANDLER, "涉及第三人"
    with pytest.raises(NotFound):
        get_draft(ask[0], office.unit_of_work(), office.actor(OTHER))
    with pytest.raises(NotFound):
        preview_letter(ask[1], office.unit_of_work(), office.actor(OTHER))
    with pytest.raises(NotFound):
        freeze_letter(
            FreezeLetter(case, SITE, act, {}, 0, ADDRESS), office.unit_of_work(), office.actor(OTHER)
        )
    with pytest.raises(NotFound):
        open_letter(row.id, office.unit_of_work(), office.actor(OTHER))
    assert open_letter(row.id, office.unit_of_work(), office.actor(HANDLER)).content.startswith(b"%PDF")
    assert get_draft(ask[0], office.unit_of_work(), office.actor(HANDLER)).blocks == ()


def test_whoever_keeps_the_texts_tries_none_with_a_record_of_which_something_is_withheld_from_him(
    office: FullOffice,
) -> None:
    """He was named a reader of the case, and of the item that came of the interview he was not."""
    case, number, _ = investigated(office)
    record(office, case, Method.INTERVIEW)
    restrict_to(office, case, HANDLER, KEEPER)
    change = ChangeLetterText(ASKED, "read", "笔录无误。", "试一试")
    look = PreviewText(change, number, ADDRESS)
    assert "笔录无误。" in words_of(preview_text(look, office.unit_of_work(), office.actor(KEEPER)))
    with office.unit_of_work() as unit:
        for item in unit.session.query(EvidenceItem).filter_by(complaint_id=case):
            item.readers, item.restricted_by, item.restriction_reason = [], HANDLER, "涉及第三人"
    with pytest.raises(InvalidInput) as refused:
        preview_text(look, office.unit_of_work(), office.actor(KEEPER))
    assert dict(refused.value.errors) == {"case_number": "NO_CASE_TO_READ"}


def test_words_of_another_restricted_item_withhold_a_record_too(office: FullOffice) -> None:
    case, _, _ = investigated(office)
    act = record(office, case)
    with office.unit_of_work() as unit:
        item = register_item(case, NewItem(EvidenceKind.WITNESS, "无人值守"), unit, office.actor(HANDLER))
        item.readers, item.restricted_by, item.restriction_reason = [], HANDLER, "证人要求保密"
    with pytest.raises(NotFound):
        get_draft(GetDraft(case, SITE, act), office.unit_of_work(), office.actor(OTHER))

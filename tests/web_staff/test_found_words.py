"""What is cut for one reader of a case is found by nobody's search for words (ADR 0344)."""

from __future__ import annotations

import secrets

from sqlalchemy import update

from models.case.case_text import EDITION, CasePair, CaseText
from models.ground.codes import Channel
from models.vault.masking import PersonalField
from services.actor import citizen
from services.casefile.take_in_words import take_in_words_step
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.statement import Statement
from services.identity.correct_field import Correction, correct_field
from services.views.case_filter import CaseFilter
from services.views.cases import SearchCases, search_cases
from tests.full_office import FullOffice

NAME, OTHER_NAME = "欧阳晓露", "司空见怀"
WORDS = f"我叫欧 阳 晓露，欧女士就是我，以前叫{OTHER_NAME}，取号机停用"
CUT = ("欧阳晓露", "阳晓露", "欧女士")


def file_words(office: FullOffice) -> str:
    statement = Statement(
        content=WORDS, wanted="请答复", name=NAME, phone="13955501234", privacy_notice_version="2026-07"
    )
    command = FileComplaint(secrets.token_hex(16), Channel.PORTAL, statement, raw=WORDS)
    return file_complaint(command, office.unit_of_work(), citizen("192.0.2.7")).complaint_id


def found(office: FullOffice, words: str, login: str = "wen.rusheng") -> set[str]:
    command = SearchCases(asked=CaseFilter(words=words))
    return {row.complaint_id for row in search_cases(command, office.unit_of_work(), office.actor(login))}


def test_who_complained_is_found_by_no_words_however_they_are_spaced(office: FullOffice) -> None:
    """A search would tell a reader of the cut file who stands behind the mark."""
    case = file_words(office)
    for login in ("wen.rusheng", "jian.rujing"):
        assert {words: found(office, words, login) for words in CUT} == {words: set() for words in CUT}
        assert found(office, "取号机停用", login) == {case}


def test_a_corrected_name_is_found_no_more_from_the_same_moment(office: FullOffice) -> None:
    """The other words come back with the next round, without it."""
    case = file_words(office)
    assert found(office, OTHER_NAME) == {case}
    with office.unit_of_work() as unit:
        correct_field(Correction(case, PersonalField.NAME, OTHER_NAME), "zong.lanyun", unit)
    assert found(office, OTHER_NAME) == set()
    assert take_in_words_step(office.unit_of_work) == 1
    assert take_in_words_step(office.unit_of_work) == 0
    assert (found(office, OTHER_NAME), found(office, NAME)) == (set(), set())
    assert found(office, "取号机停用") == {case}


def test_words_of_an_earlier_release_are_taken_in_again_and_found_meanwhile(office: FullOffice) -> None:
    case = file_words(office)
    with office.unit_of_work() as unit:
        before = unit.session.query(CasePair).count()
        unit.session.execute(update(CaseText).values(edition=EDITION - 1))
    assert found(office, "取号机停用") == {case}
    assert take_in_words_step(office.unit_of_work) == 1
    with office.unit_of_work() as unit:
        assert unit.session.query(CasePair).count() == before
    assert take_in_words_step(office.unit_of_work) == 0

"""The register of legal bases: what is in force on the day and serves a decision may be cited, and stays as it was told."""

from __future__ import annotations

import pytest

from models.case.citation import Citation
from models.case.matter import Matter
from models.ground.basis_codes import BasisUse
from models.ground.errors import InvalidInput, NotPermitted
from models.office.legal_basis import LegalBasis
from services.office.change_legal_basis import ChangeLegalBasis, change_legal_basis
from services.office.legal_bases import list_bases_in_force
from tests.full_office import FullOffice
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, REFUSE, submit, walk_to

ADMINISTRATOR = "guan.xitong"
OPINION = {"finding": "substantiated", **SAID, "disposals": ["correct_error"], "reason": "指南无此材料"}
STANDARD = "《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.3"
ENTRY = ChangeLegalBasis(
    name="云河市政务服务中心服务投诉处置办法",
    article="第八条",
    text="多收材料的，当场退还。",
    issued_by="云河市政务服务管理局",
    in_force_from="2026-09-07",
    in_force_until="",
    uses=("opinion",),
    reason="办法施行",
)


def enter(office: FullOffice, **other: object) -> str:
    command = ChangeLegalBasis(**{name: other.get(name, getattr(ENTRY, name)) for name in ENTRY.__slots__})
    return change_legal_basis(command, office.unit_of_work(), office.actor(ADMINISTRATOR))


def offered(office: FullOffice, use: BasisUse) -> list[str]:
    with office.unit_of_work().reading() as unit:
        return [row.words() for row in list_bases_in_force(use, unit)]


def id_of(office: FullOffice, words: str) -> str:
    (row,) = [row for row in office.rows(LegalBasis) if row.words() == words and row.ended_at is None]
    return row.id


def draft(office: FullOffice, case: str, **basis: object) -> None:
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[{**OPINION, **basis}] * 2)


def test_an_opinion_without_a_basis_is_refused_and_one_with_it_tells_it(office: FullOffice) -> None:
    """R59: the basis of an opinion was optional; R88: what is chosen is a row of the register, words may stand beside."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    with pytest.raises(InvalidInput) as refused:
        draft(office, case)
    assert refused.value.errors == {
        "matters.0.basis_ids": "REQUIRED",
        "matters.1.basis_ids": "REQUIRED",
    }
    draft(office, case, basis_ids=[id_of(office, STANDARD)], basis="窗口服务承诺第三条。")
    told = {row.opinion_basis for row in office.rows(Matter, complaint_id=case)}
    assert told == {f"{STANDARD}；窗口服务承诺第三条"}


def test_what_was_told_stays_when_the_register_changes(office: FullOffice) -> None:
    """R88: a version is a row of its own, and a decision keeps the one of its day."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    office.clock.set("2026-09-08T10:00")
    first = enter(office)
    draft(office, case, basis_ids=[first])
    second = enter(office, replaces=first, article="第九条", reason="条次调整")
    cited = office.rows(Citation, complaint_id=case)
    assert {row.legal_basis_id for row in cited} == {first}
    assert {row.subject for row in cited} == {"matter:1", "matter:2"}
    assert (
        office.rows(Matter, complaint_id=case)[0].opinion_basis
        == "《云河市政务服务中心服务投诉处置办法》第八条"
    )
    with office.unit_of_work().reading() as unit:
        before, now = (unit.session.get_one(LegalBasis, key) for key in (first, second))
        assert (before.article, before.ended_at is not None) == ("第八条", True)
        assert (now.version, now.replaces, now.code) == (2, first, before.code)
    with pytest.raises(InvalidInput) as refused:
        draft(office, case, basis_ids=[first])
    assert refused.value.errors["matters.0.basis_ids"] == "NOT_AN_OPTION"


@pytest.mark.parametrize(
    ("begins", "ends", "is_offered"),
    [
        ("2026-09-08", "", True),
        ("2026-09-09", "", False),
        ("", "2026-09-08", True),
        ("", "2026-09-07", False),
        ("", "", True),
    ],
)
def test_a_form_offers_what_is_in_force_on_the_day(
    office: FullOffice, begins: str, ends: str, is_offered: bool
) -> None:
    """R3: both ends of the days of a basis; the day is Beijing's."""
    office.clock.set("2026-09-08T00:30")
    enter(office, in_force_from=begins, in_force_until=ends)
    words = "《云河市政务服务中心服务投诉处置办法》第八条"
    assert (words in offered(office, BasisUse.OPINION)) is is_offered
    assert words not in offered(office, BasisUse.RECUSAL)


def test_every_decision_that_asks_finds_a_basis_that_came_with_the_product(office: FullOffice) -> None:
    """R88: refusal, opinion, extension, recusal, order."""
    assert {use: bool(offered(office, use)) for use in BasisUse} == dict.fromkeys(BasisUse, True)


def test_a_refusal_cites_the_register_or_words_and_never_nothing(office: FullOffice) -> None:
    """R3."""
    case = office.file().complaint_id
    chosen = id_of(office, "《信访工作条例》第二十三条")
    answers = {"category": "none", "route": "intervene", "complexity": "simple"}
    bare = {name: value for name, value in REFUSE.items() if name != "basis"}
    rows = [ACCEPT, {**bare, "basis_ids": [chosen]}]
    submit(office, case, "decide-acceptance", "wen.rusheng", matters=rows, **answers)
    refused = office.rows(Matter, complaint_id=case, no=2)[0]
    assert refused.basis == "《信访工作条例》第二十三条"
    (kept,) = office.rows(Citation, complaint_id=case)
    assert (kept.use, kept.subject, kept.legal_basis_id) == (BasisUse.REFUSAL, "matter:2", chosen)


@pytest.mark.parametrize(
    ("field", "told", "code"),
    [
        ("name", " ", "REQUIRED"),
        ("article", "", "REQUIRED"),
        ("reason", "", "REQUIRED"),
        ("text", "文" * 2001, "TOO_LONG"),
        ("uses", (), "REQUIRED"),
        ("uses", ("archive",), "NOT_AN_OPTION"),
        ("in_force_from", "2026-13-01", "NOT_A_DATE"),
        ("in_force_until", "2026-09-06", "ENDS_BEFORE_IT_BEGINS"),
        ("replaces", "unknown", "NOT_AN_OPTION"),
    ],
)
def test_an_entry_that_is_no_basis_is_refused(
    office: FullOffice, field: str, told: object, code: str
) -> None:
    before = len(office.rows(LegalBasis))
    with pytest.raises(InvalidInput) as refused:
        enter(office, **{field: told})
    assert refused.value.errors == {field: code}
    assert len(office.rows(LegalBasis)) == before


def test_only_an_administrator_enters_a_basis(office: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        change_legal_basis(ENTRY, office.unit_of_work(), office.actor("wen.rusheng"))

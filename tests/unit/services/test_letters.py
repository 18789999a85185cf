"""Letters of a case: proposed from the file, worded, frozen under a number, and never changed after that."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.matter import Matter
from models.ground.codes import Method
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ledger.trail_event import TrailEvent
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import propose_findings
from services.answer.matter_answers import list_matter_answers, list_methods
from services.letters import freeze_letter as freezing
from services.letters.draft import Draft
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.get_draft import GetDraft, get_draft
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.list_letters import list_proposed
from services.letters.open_letter import OwnLetter, open_letter, open_own_letter
from services.letters.word_letter import WordLetter, word_letter
from tests.full_office import FullOffice
from tests.unit.services.projected_task import REFUSE, accept, submit, walk_to
from tests.web.letter_words import words_of

CLERK, ADMINISTRATOR, VISITOR = "wen.rusheng", "guan.xitong", "fang.huiyin"
ADDRESS = "https://tousu.example.cn/"
ROUND = "round-1"


@pytest.fixture
def case(office: FullOffice) -> str:
    """An accepted complaint."""
    filed = office.file().complaint_id
    accept(office, filed)
    return filed


def proposed(office: FullOffice, case: str) -> list[str]:
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, case)
        return [one.kind.name for one in list_proposed(complaint, unit)]


def draft(office: FullOffice, case: str, kind: str = "acceptance_notice", by: str = CLERK) -> Draft:
    return get_draft(GetDraft(case, kind, ROUND), office.unit_of_work(), office.actor(by))


# By which whoever is served by post alone reckons the last day.
COUNTED = "期间自收到之次日起算；最后一日是休息日的，顺延至其后的第一个工作日。"


def freeze(
    office: FullOffice, case: str, kind: str = "acceptance_notice", words: Mapping[str, str] | None = None
) -> CaseLetter:
    version = draft(office, case, kind).version
    command = FreezeLetter(case, kind, ROUND, words or {}, version, ADDRESS)
    letter_id = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
    (row,) = office.rows(CaseLetter, id=letter_id)
    assert isinstance(row, CaseLetter)
    return row


def words_of_letter(office: FullOffice, row: CaseLetter) -> str:
    return words_of(open_letter(row.id, office.unit_of_work(), office.actor(CLERK)).content)


def test_a_number_is_the_next_of_its_kind_and_year(office: FullOffice, case: str) -> None:
    """机关代字〔年份〕序号: one series a kind and year."""
    other = office.file(address="198.51.103.9").complaint_id
    walk_to(office, other, "record-return-visit")
    office.clock.set("2026-12-31T10:00")
    assert freeze(office, case).number == "云政服受告〔2026〕1号"
    assert freeze(office, other).number == "云政服受告〔2026〕2号"
    assert freeze(office, other, "answer").number == "云政服答〔2026〕1号"
    office.clock.set("2027-01-04T09:00")
    third = office.file(address="198.51.103.10").complaint_id
    accept(office, third)
    assert freeze(office, third).number == "云政服受告〔2027〕1号"


def test_letters_that_are_frozen_at_the_same_moment_get_one_number_after_the_other(
    office: FullOffice,
) -> None:
    """The first of a series too, whose row is not there yet; and one letter that two people freeze gets one number."""
    cases = [office.file(address=f"198.51.103.{n}").complaint_id for n in range(60, 66)]
    for case in cases:
        accept(office, case)

    def freeze_or_refuse(case: str) -> str:
        try:
            return str(freeze(office, case).number)
        except (Conflict, InvalidInput) as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(max_workers=6) as people:
        numbers = list(people.map(freeze_or_refuse, [*cases, cases[0], cases[1]]))
    given = sorted(number for number in numbers if number.startswith("云"))
    assert given == [f"云政服受告〔2026〕{n}号" for n in range(1, 7)]
    assert len([row for row in office.rows(CaseLetter) if row.number]) == 6


def test_a_number_that_was_not_used_is_given_again(
    office: FullOffice, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No gaps: what failed after the number was taken took none."""

    def fail(_letter: object) -> dict[str, object]:
        raise OSError("the process ended here")

    with monkeypatch.context() as broken:
        broken.setattr(freezing, "keep", fail)
        with pytest.raises(OSError, match="ended here"):
            freeze(office, case)
    assert office.rows(CaseLetter) == []
    assert freeze(office, case).number == "云政服受告〔2026〕1号"


def test_what_was_frozen_is_printed_after_the_process_ended_before_its_page_was_kept(
    office: FullOffice, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is laid out again from what was kept, and its digest then stands on the trail, once."""

    def fail(*_args: object) -> bytes:
        raise OSError("the process ended here")

    with monkeypatch.context() as broken:
        broken.setattr(freezing, "store_page", fail)
        with pytest.raises(OSError, match="ended here"):
            freeze(office, case)
    (row,) = office.rows(CaseLetter)
    assert (row.number, row.sha256) == ("云政服受告〔2026〕1号", None)
    office.clock.set("2026-10-20T10:00")
    pages = {open_letter(row.id, office.unit_of_work(), office.actor(CLERK)).content for _ in range(2)}
    (content,) = pages
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="letter.printed")
    assert event.payload["sha256"] == hashlib.sha256(content).hexdigest() == office.rows(CaseLetter)[0].sha256


def test_a_frozen_letter_stays_whatever_the_file_and_the_office_say_later(
    office: FullOffice, case: str
) -> None:
    row = freeze(office, case)
    before = open_letter(row.id, office.unit_of_work(), office.actor(CLERK)).content
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter).filter_by(complaint_id=case):
            matter.text = "另一种说法"
    change = ChangeLetterText("acceptance_notice", "rights", "另一段文字。", "试一试")
    change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert open_letter(row.id, office.unit_of_work(), office.actor(CLERK)).content == before
    command = WordLetter(case, "acceptance_notice", ROUND, {"rights": "改一改"}, row.version)
    with pytest.raises(Conflict) as refused:
        word_letter(command, office.unit_of_work(), office.actor(CLERK))
    assert refused.value.code == "LETTER_FROZEN"
    assert proposed(office, case) == ["delivery_slip"]


def test_it_says_what_a_person_worded_and_the_rest_as_proposed(office: FullOffice, case: str) -> None:
    """What was worded stays until it is frozen; two people do not word it over each other."""
    shown = draft(office, case)
    words = {"rights": "您可以随时来电询问。", "no-such-block": "不会出现"}
    command = WordLetter(case, "acceptance_notice", ROUND, words, shown.version)
    word_letter(command, office.unit_of_work(), office.actor(CLERK))
    with pytest.raises(InvalidInput) as refused:
        word_letter(command, office.unit_of_work(), office.actor(CLERK))
    assert dict(refused.value.errors) == {"version": "CHANGED_MEANWHILE"}
    words_on_paper = words_of_letter(office, freeze(office, case))
    assert "您可以随时来电询问。" in words_on_paper
    assert "经审查，下列事项符合受理条件" in words_on_paper
    assert "不会出现" not in words_on_paper


def test_no_part_of_a_letter_is_left_empty(office: FullOffice, case: str) -> None:
    """Until when and what may be done against it is not for a person to leave out."""
    with pytest.raises(InvalidInput) as refused:
        freeze(office, case, words={"rights": "  ", "limits": "字" * 10_001})
    assert dict(refused.value.errors) == {"rights": "REQUIRED", "limits": "TOO_LONG"}


@pytest.mark.parametrize("own", ["岳知行", "0000-8800-0001"])
def test_nobody_s_name_or_number_stands_in_a_letter(office: FullOffice, own: str) -> None:
    """Whoever has number and code may read it."""
    case = office.file(name="岳知行", phone="0000-8800-0001").complaint_id
    accept(office, case)
    with pytest.raises(InvalidInput) as refused:
        freeze(office, case, words={"opening": f"{own}：您好！"})
    assert dict(refused.value.errors) == {"opening": "NAMES_COMPLAINANT"}
    assert office.rows(CaseLetter) == []


def test_a_refusal_tells_ground_basis_place_and_remedy(office: FullOffice) -> None:
    """DM-27: 不予受理告知书 with the ground, the basis, where to go and how the days of a review are counted."""
    case = office.file().complaint_id
    told = {"category": "bad_attitude", "route": "intervene", "matters": [REFUSE] * 2}
    submit(office, case, "decide-acceptance", CLERK, **told)
    assert proposed(office, case) == ["refusal_notice"]
    letter = words_of_letter(office, freeze(office, case, "refusal_notice"))
    assert "受理范围" not in letter, "what is refused for another ground may well be ours to handle"
    expected = [
        "不予受理告知书",
        "下列事项不符合受理条件",
        "正在司法审理中",
        "民事诉讼法》第六条",
        "云河市临江区人民法院",
        "申请复查",
        COUNTED,
        "（此处盖章）",
    ]
    assert [part for part in expected if part not in letter] == []


def test_an_answer_tells_findings_decision_and_measures_of_the_answer_as_it_was_published(
    office: FullOffice, case: str
) -> None:
    """DM-27: 答复书."""
    walk_to(office, office.file(address="198.51.103.11").complaint_id, "record-return-visit")
    other = office.rows(Complaint)[-1].id
    assert {"acceptance_notice", "answer"} <= set(proposed(office, other))
    told = words_of_letter(office, freeze(office, other, "answer"))
    (answer,) = office.rows(Answer, complaint_id=other)
    texts = (answer.findings_text, answer.decision_text, answer.measures_text)
    expected = [
        "答复书",
        "调查认定",
        "处理决定",
        "处理措施",
        "救济途径",
        "申请复查",
        COUNTED,
        *("".join(text.split()) for text in texts),
    ]
    assert [part for part in expected if part not in told] == []
    with pytest.raises(NotFound):
        draft(office, case, "answer")


def test_an_answer_is_proposed_with_the_course_of_the_investigation(office: FullOffice) -> None:
    """DM-27: by what it was found, in the order of the acts; no days and no persons."""
    case = office.file(address="198.51.103.13").complaint_id
    walk_to(office, case, "give-answer")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        kept = {"by": CLERK, "record_text": "见记录", "done_at": office.clock.now()}
        for no, method in enumerate((Method.INTERVIEW, Method.SITE, Method.APPRAISAL)):
            of_round = 2 if method is Method.APPRAISAL else 1
            act_id = f"{no:032}"
            unit.session.add(
                InvestigationAct(id=act_id, complaint_id=case, round=of_round, method=method, **kept)
            )
        unit.session.flush()
        answers, methods = list_matter_answers(complaint, unit), list_methods(complaint, unit)
        told = propose_findings(answers, ANSWER_PROPOSAL.texts, methods)
    assert "：经询问、现场勘查，属实。" in told, told


def test_the_complainant_gets_it_by_number_and_code_once_it_is_frozen(office: FullOffice) -> None:
    filed = office.file()
    accept(office, filed.complaint_id)
    row = freeze(office, filed.complaint_id)
    command = OwnLetter(filed.number, filed.query_code, row.id)
    page = open_own_letter(command, office.unit_of_work(), office.actor(CLERK))
    assert page is not None
    assert page.name == "受理告知书-云政服受告〔2026〕1号.pdf"
    wrong = OwnLetter(filed.number, "000000000000", row.id)
    assert open_own_letter(wrong, office.unit_of_work(), office.actor(CLERK)) is None
    other = office.file(address="198.51.103.12")
    with pytest.raises(NotFound):
        open_own_letter(
            OwnLetter(other.number, other.query_code, row.id), office.unit_of_work(), office.actor(CLERK)
        )


def test_who_only_reads_the_case_freezes_nothing(office: FullOffice, case: str) -> None:
    with pytest.raises(NotPermitted):
        draft(office, case, by=VISITOR)
    with pytest.raises(NotFound):
        draft(office, case, by=ADMINISTRATOR)

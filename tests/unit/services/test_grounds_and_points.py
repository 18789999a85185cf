"""What is looked at before a matter is accepted, and what is told where it is not."""

from __future__ import annotations

import json

import pytest

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.file_restriction import FileReader, FileRestriction
from models.case.lifecycle import ClockKind, Stage
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Category, NonAcceptGround
from models.ground.errors import InvalidInput, NotPermitted
from models.office.ground_text import GroundText
from services.answer.answer_wording import propose_decision, propose_measures
from services.answer.matter_answers import list_matter_answers
from services.office.ground_texts import ChangeGroundText, change_ground_text, propose_ground_texts
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.unit.services.projected_task import FORMS, REFUSE, submit

ANSWERS = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
CHANGED = ChangeGroundText(
    ground="in_trial",
    text="法院正在审理，由法院处理。",
    basis_codes=("xinfang-23",),
    right_place="审理法院",
    remedies="",
    note="",
    reason="表述简化",
)


def decide(office: FullOffice, case: str, *rows: object, **other: object) -> None:
    submit(office, case, "decide-acceptance", "wen.rusheng", **{**ANSWERS, **other}, matters=list(rows))


def refused_for(ground: str, *met: str) -> dict[str, object]:
    return {**REFUSE, "nonaccept_ground": ground, "met_points": list(met), "refusal_text": "见告知"}


@pytest.mark.parametrize("met", [(), ("subject", "concrete"), ("concrete", "in_scope")])
def test_nothing_is_accepted_with_a_point_that_is_not_met(office: FullOffice, met: tuple[str, ...]) -> None:
    """The three points of the centre: respondent clear, matter concrete, within the scope."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, {**ACCEPTED_ROW, "met_points": list(met)}, ACCEPTED_ROW)
    assert refused.value.errors == {"matters.0.met_points": "POINT_MISSING"}


@pytest.mark.parametrize(
    ("ground", "met", "is_taken"),
    [
        ("in_trial", ("subject", "concrete"), True),
        ("in_trial", ("subject", "concrete", "in_scope"), False),
        ("unverifiable", ("subject", "in_scope"), True),
        ("unverifiable", ("subject", "concrete", "in_scope"), False),
        ("no_respondent_or_matter", ("concrete", "in_scope"), True),
        ("no_respondent_or_matter", ("subject", "in_scope"), True),
        ("no_respondent_or_matter", ("subject", "concrete"), False),
    ],
)
def test_what_is_no_is_the_ground(
    office: FullOffice, ground: str, met: tuple[str, ...], is_taken: bool
) -> None:
    """A ground that says the contrary of what was looked at is refused; the points stay with the decision."""
    case = office.file().complaint_id
    if not is_taken:
        with pytest.raises(InvalidInput) as refused:
            decide(office, case, ACCEPTED_ROW, refused_for(ground, *met))
        assert refused.value.errors == {"matters.1.met_points": "GROUND_SAYS_NO"}
        return
    decide(office, case, ACCEPTED_ROW, refused_for(ground, *met))
    accepted, other = sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert accepted.met_points == ["subject", "concrete", "in_scope"]
    assert set(other.met_points or ()) == set(met)
    rows = office.rows(Decision, complaint_id=case)[0].content["matters"]
    assert [set(row.get("met_points", ())) for row in rows] == [set(accepted.met_points), set(met)]


def test_every_ground_has_a_text_with_basis_place_and_remedy(office: FullOffice) -> None:
    """R13, R22: thirteen grounds; whoever decides begins from what the centre says of the one he chooses."""
    with office.unit_of_work().reading() as unit:
        proposed = {row["ground"]: row for row in propose_ground_texts(unit)}
    assert set(proposed) == set(NonAcceptGround)
    assert len(proposed) == 13
    for ground, row in proposed.items():
        assert row["basis_ids"], ground
        assert "30日" in str(row["remedies"]), ground
        assert (bool(row["right_place"]) and bool(row["refusal_text"])) is (ground != "other"), ground


def test_a_private_affair_is_never_that_a_complaint_holds_personal_data(office: FullOffice) -> None:
    """R13: the clerk reads so beside the ground."""
    (row,) = [row for row in office.rows(GroundText) if row.ground is NonAcceptGround.PRIVATE_AFFAIR]
    assert "投诉中含有个人信息的，不因此不予受理" in row.note


def test_reason_basis_place_and_remedy_are_told_as_they_were_written(office: FullOffice) -> None:
    """Each once, under its own name."""
    case = office.file().complaint_id
    row = {
        **refused_for("in_trial", "subject", "concrete"),
        "refusal_text": "该事项正在临江区法院审理",
        "remedies": "不服的，可以在30日内申请复查",
    }
    decide(office, case, row, row)
    with office.unit_of_work().reading() as unit:
        answers = list_matter_answers(unit.session.get_one(Complaint, case), unit)
        told, measures = propose_decision(answers), propose_measures(answers, "30日")
    first = told.splitlines()[0]
    assert (
        "理由：正在司法审理中。该事项正在临江区法院审理。依据：《中华人民共和国民事诉讼法》第六条。" in first
    )
    assert first.endswith("请向云河市临江区人民法院反映。不服的，可以在30日内申请复查。")
    assert "复查" not in measures


def test_a_ground_of_no_name_needs_its_reason_in_words(office: FullOffice) -> None:
    """R13: other."""
    case = office.file().complaint_id
    row = {name: value for name, value in refused_for("other", "subject").items() if name != "refusal_text"}
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, ACCEPTED_ROW, row)
    assert refused.value.errors == {"matters.1.refusal_text": "REQUIRED"}


def test_an_administrator_changes_what_is_said_and_what_was_said_stays(office: FullOffice) -> None:
    """DM-40: texts of grounds are data; R22."""
    case = office.file().complaint_id
    decide(office, case, ACCEPTED_ROW, refused_for("in_trial", "subject"))
    with pytest.raises(NotPermitted):
        change_ground_text(CHANGED, office.unit_of_work(), office.actor("wen.rusheng"))
    change_ground_text(CHANGED, office.unit_of_work(), office.actor("guan.xitong"))
    with office.unit_of_work().reading() as unit:
        (now,) = [row for row in propose_ground_texts(unit) if row["ground"] == "in_trial"]
    assert (now["refusal_text"], now["right_place"]) == ("法院正在审理，由法院处理。", "审理法院")
    assert office.rows(Matter, complaint_id=case, no=2)[0].reason == "见告知"
    before = [row for row in office.rows(GroundText) if row.ended_at is not None]
    assert [row.ground for row in before] == [NonAcceptGround.IN_TRIAL]


def test_retaliation_is_for_named_readers_from_the_moment_a_person_confirms_it(office: FullOffice) -> None:
    """A complaint that who complained is paid back (打击报复): nobody but the readers, whoever confirmed and the handler."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, ACCEPTED_ROW, ACCEPTED_ROW, category="retaliation")
    assert refused.value.errors == {"readers": "REQUIRED"}
    decide(office, case, ACCEPTED_ROW, ACCEPTED_ROW, category="retaliation", readers=["zong.lanyun"])
    (restriction,) = office.rows(FileRestriction, complaint_id=case)
    readers = {row.staff_id for row in office.rows(FileReader, restriction_id=restriction.id)}
    assert readers == {"zong.lanyun", "wen.rusheng"}
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(Complaint, case).category is Category.RETALIATION


def test_what_meets_the_points_is_accepted_at_once_and_goes_on_within_the_centre(office: FullOffice) -> None:
    """R21, R33: the acceptance limit is met, the limits of handling begin, and nothing is handed over."""
    case = office.file().complaint_id
    decide(office, case, ACCEPTED_ROW, ACCEPTED_ROW)
    (acceptance,) = office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
    assert acceptance.stopped_at is not None
    assert acceptance.stopped_at <= acceptance.due_at
    begun = {row.kind for row in office.rows(Clock, complaint_id=case) if row.stopped_at is None}
    assert {ClockKind.RESOLVE, ClockKind.INVESTIGATION} <= begun
    assert office.rows(Referral, complaint_id=case) == []
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(Complaint, case).stage is Stage.INVESTIGATION


def test_the_list_of_kinds_that_are_accepted_is_offered_by_name() -> None:
    """R11: the seven kinds, each for itself."""
    form = json.loads((FORMS / "decide-acceptance.form").read_text("utf-8"))
    (field,) = [part for part in form["components"] if part.get("key") == "category"]
    names = {option["value"]: option["label"] for option in field["values"]}
    assert set(names) == set(Category)
    seven = [
        "违规操作",
        "服务态度差",
        "办事效率低",
        "不作为乱作为",
        "未按规定公开信息",
        "违反服务承诺",
        "侵害合法权益",
    ]
    assert set(seven) <= set(names.values())

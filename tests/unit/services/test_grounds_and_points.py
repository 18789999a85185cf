"""What is looked at before a matter is accepted, and what is told where it is not."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.file_restriction import FileReader, FileRestriction
from models.case.lifecycle import ClockKind, Stage, TaskState
from models.case.matter import Matter
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import Category, MatterDecision, NonAcceptGround
from models.ground.errors import InvalidInput, NotPermitted
from models.office.deployed_form import DeployedForm
from models.office.ground_text import GroundText
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import propose_decision, propose_measures
from services.answer.matter_answers import list_matter_answers
from services.forms.task_case import TaskCase, rows_of
from services.office.ground_texts import ChangeGroundText, change_ground_text, propose_ground_texts
from services.tasks import decide_acceptance
from services.worklist.submit_task import SubmitTask, submit_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.unit.services.projected_task import FORMS, REFUSE, add_task, submit

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


@pytest.mark.parametrize(
    "met", [(), ("complainant", "concrete"), ("complainant", "actionable"), ("concrete", "actionable")]
)
def test_nothing_is_accepted_with_a_point_that_is_not_met(office: FullOffice, met: tuple[str, ...]) -> None:
    """R20: complainant clear (投诉主体明确), matter concrete (事项具体), actionable (可诉性): each is asked, of each matter."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, {**ACCEPTED_ROW, "met_points": list(met)}, ACCEPTED_ROW)
    assert refused.value.errors == {"matters.0.met_points": "POINT_MISSING"}


def test_an_anonymous_complaint_passes_if_it_is_concrete_and_can_be_checked(office: FullOffice) -> None:
    """R20: the point of the complainant then is that its leads can be checked, and anonymity refuses nothing."""
    case = office.file(name="", phone="", is_anonymous=True).complaint_id
    (shown, _) = look_at(office, case)
    assert shown.startswith(
        "投诉主体：匿名。不因匿名不予受理，事项具体、线索可以核查即符合；没有留下联系方式"
    )
    unchecked = {**ACCEPTED_ROW, "met_points": ["concrete", "actionable"]}
    with pytest.raises(InvalidInput) as accepted:
        decide(office, case, unchecked, ACCEPTED_ROW)
    assert accepted.value.errors == {"matters.0.met_points": "POINT_MISSING"}
    for ground, met in (("other", ("concrete", "actionable")), ("in_trial", ("concrete",))):
        with pytest.raises(InvalidInput) as refused:
            decide(office, case, ACCEPTED_ROW, refused_for(ground, *met))
        assert refused.value.errors == {"matters.1.met_points": "ANONYMITY_NO_GROUND"}, ground
    decide(office, case, ACCEPTED_ROW, refused_for("unverifiable", "concrete", "actionable"))
    accepted_row, other = sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert accepted_row.decision is MatterDecision.ACCEPT
    assert other.nonaccept_ground is NonAcceptGround.UNVERIFIABLE


def test_who_decides_sees_what_was_found_for_each_point(office: FullOffice) -> None:
    """A line a point, of each matter, and no identity among it."""
    case = office.file().complaint_id
    for told in look_at(office, case):
        who, what, about = told.splitlines()
        assert who == "投诉主体：实名；可以联系的方式：电话、短信；与事项的关系：未问"
        assert what == "事项：时间2026-09-03；地点未说明；证据材料0件"
        assert "C03窗口" in about and "（系统提示，待确认）" in about
        assert "简一趟" not in told and "0201" not in told


def look_at(office: FullOffice, case: str) -> list[str]:
    task = add_task(office, case, "decide-acceptance")
    with office.unit_of_work().reading() as unit:
        shown = decide_acceptance.context(
            TaskCase(
                unit,
                unit.session.get_one(Complaint, case),
                unit.session.get_one(Task, task),
                office.actor("wen.rusheng"),
            )
        )
    return [str(row["point_findings"]) for row in rows_of(shown, "matters")]


@pytest.mark.parametrize(
    ("ground", "met", "is_taken"),
    [
        ("in_trial", ("complainant", "concrete"), True),
        ("in_trial", ("complainant", "concrete", "actionable"), False),
        ("unverifiable", ("complainant", "actionable"), True),
        ("unverifiable", ("complainant", "concrete", "actionable"), False),
        ("no_respondent_or_matter", ("complainant", "actionable"), True),
        ("no_respondent_or_matter", ("complainant", "concrete"), True),
        ("no_respondent_or_matter", ("concrete", "actionable", "complainant"), False),
        ("other", ("concrete", "actionable"), True),
        ("other", ("complainant", "concrete", "actionable"), False),
    ],
)
def test_what_is_no_is_the_ground(
    office: FullOffice, ground: str, met: tuple[str, ...], is_taken: bool
) -> None:
    """R20: a ground that says the contrary of what was looked at is refused; the points stay with the decision."""
    case = office.file().complaint_id
    if not is_taken:
        with pytest.raises(InvalidInput) as refused:
            decide(office, case, ACCEPTED_ROW, refused_for(ground, *met))
        assert refused.value.errors == {"matters.1.met_points": "GROUND_SAYS_NO"}
        return
    decide(office, case, ACCEPTED_ROW, refused_for(ground, *met))
    accepted, other = sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert accepted.met_points == ["complainant", "concrete", "actionable"]
    assert set(other.met_points or ()) == set(met)
    rows = office.rows(Decision, complaint_id=case)[0].content["matters"]
    assert [set(row.get("met_points", ())) for row in rows] == [set(accepted.met_points), set(met)]


def test_a_point_that_the_ground_does_not_speak_of_needs_its_reason(office: FullOffice) -> None:
    """Refused for the court, and the matter is not concrete either: that is told, or the point is ticked."""
    case = office.file().complaint_id
    row = refused_for("in_trial", "complainant")
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, ACCEPTED_ROW, {**row, "refusal_text": ""})
    assert refused.value.errors == {"matters.1.met_points": "POINT_UNEXPLAINED"}
    decide(office, case, ACCEPTED_ROW, row)
    assert office.rows(Matter, complaint_id=case, no=2)[0].reason == "见告知"


def test_a_form_of_before_is_taken_by_the_points_that_it_asked_for(office: FullOffice) -> None:
    """Respondent clear, matter concrete, within the scope: what an open task of an earlier version still says."""
    case = office.file().complaint_id
    earlier = ["subject", "concrete", "in_scope"]
    key = add_task(office, case, "decide-acceptance")
    with office.unit_of_work() as unit:
        form = unit.session.scalars(
            select(DeployedForm).where(DeployedForm.form_id == "decide-acceptance")
        ).one()
        told = json.dumps(form.schema_json)
        for new, old in (("complainant", "subject"), ("actionable", "in_scope")):
            told = told.replace(f'"value": "{new}"', f'"value": "{old}"')
        form.schema_json = json.loads(told)
    matters: list[object] = [
        {**ACCEPTED_ROW, "met_points": earlier},
        refused_for("in_trial", "subject", "concrete"),
    ]
    submit_task(
        SubmitTask(key, {**ANSWERS, "matters": matters}), office.unit_of_work(), office.actor("wen.rusheng")
    )
    assert office.rows(Task, user_task_key=key)[0].state is not TaskState.OPEN


def test_every_ground_has_a_text_with_basis_place_and_remedy(office: FullOffice) -> None:
    """R13: the coded list has thirteen grounds; whoever decides begins from what the centre says of the one he chooses."""
    with office.unit_of_work().reading() as unit:
        proposed = {row["ground"]: row for row in propose_ground_texts(unit)}
    assert set(proposed) == set(NonAcceptGround)
    assert len(proposed) == 13
    for ground, row in proposed.items():
        assert row["basis_ids"], ground
        assert "30日" in str(row["remedies"]), ground
        assert (bool(row["right_place"]) and bool(row["refusal_text"])) is (ground != "other"), ground


@pytest.mark.parametrize("place", ["", " \u3000\n"])
def test_no_ground_refuses_without_a_place_to_go_to(office: FullOffice, place: str) -> None:
    """Where the centre proposes none, as for other reasons, whoever decides names it; nothing is decided before."""
    case = office.file().complaint_id
    for ground in NonAcceptGround:
        row = {**refused_for(ground, "complainant", "concrete"), "right_place": place}
        with pytest.raises(InvalidInput) as refused:
            decide(office, case, ACCEPTED_ROW, row)
        assert refused.value.errors["matters.1.right_place"] == "REQUIRED", ground
    assert not [matter for matter in office.rows(Matter, complaint_id=case) if matter.decision]


def test_a_private_affair_is_never_that_a_complaint_holds_personal_data(office: FullOffice) -> None:
    """R13: the clerk reads so beside the ground."""
    (row,) = [row for row in office.rows(GroundText) if row.ground is NonAcceptGround.PRIVATE_AFFAIR]
    assert "投诉中含有个人信息的，不因此不予受理" in row.note


def test_reason_basis_place_and_remedy_are_told_as_they_were_written(office: FullOffice) -> None:
    """Each once, under its own name."""
    case = office.file().complaint_id
    row = {
        **refused_for("in_trial", "complainant", "concrete"),
        "refusal_text": "该事项正在临江区法院审理",
        "remedies": "不服的，可以在30日内申请复查",
    }
    decide(office, case, row, row)
    with office.unit_of_work().reading() as unit:
        answers = list_matter_answers(unit.session.get_one(Complaint, case), unit)
        texts = ANSWER_PROPOSAL.texts
        told, measures = propose_decision(answers, texts), propose_measures(answers, texts, "30日")
    first = told.splitlines()[0]
    assert (
        "理由：正在司法审理中。该事项正在临江区法院审理。依据：《中华人民共和国民事诉讼法》第六条。" in first
    )
    assert first.endswith("请向云河市临江区人民法院反映。不服的，可以在30日内申请复查。")
    assert "复查" not in measures


def test_a_ground_of_no_name_needs_its_reason_in_words(office: FullOffice) -> None:
    """R13: other."""
    case = office.file().complaint_id
    row = {
        name: value for name, value in refused_for("other", "complainant").items() if name != "refusal_text"
    }
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, ACCEPTED_ROW, row)
    assert refused.value.errors == {"matters.1.refusal_text": "REQUIRED"}


def test_an_administrator_changes_what_is_said_and_what_was_said_stays(office: FullOffice) -> None:
    """DM-40: texts of grounds are data."""
    case = office.file().complaint_id
    decide(office, case, ACCEPTED_ROW, refused_for("in_trial", "complainant"))
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

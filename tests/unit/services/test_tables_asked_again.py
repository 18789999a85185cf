"""The decision tables are asked again after a correction before the acceptance, by the engine's own core (DM-23)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bpmn.reading import DECISIONS
from engine.core.commands import Resource
from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.suggestion import Suggestion
from models.case.task import Task
from models.ground.errors import OutsideUnavailable
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.acts.take_act import TakeAct, take_act
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.correct_respondent import Correction, name_respondent
from services.case.respondent_choice import ChosenRespondent
from services.filing.split_file import SplitFile, split_file
from services.outbox.send_step import send_outbox_step
from services.ports.engine import DecisionAnswer
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.engine_dmn.tables import decision, dmn, table
from tests.full_office import FullOffice
from tests.mutated.core_engine import CoreEngine
from tests.mutated.core_office import CoreOffice
from tests.unit.services.projected_task import REFUSE

CLERK = "wen.rusheng"
TEXTS = ("按公布的办事指南收件", "说明多要一份证明的依据", "窗口工作人员态度生硬", "排队无人叫号", "互相推诿")
AGAIN = "（更正后由复杂程度规则第 {version} 版重新得出，请核对后确认）"
ANEW = "请重新判断"
FIRST = "一般"


@pytest.fixture
def core(office: FullOffice) -> CoreOffice:
    """The office with the shipped diagrams and tables in an engine's core."""
    return CoreOffice(office)


def file(core: CoreOffice) -> str:
    """A case of one matter, which the tables propose as normal."""
    case = core.office.file(wanted=TEXTS[0]).complaint_id
    core.settle()
    assert label(core, case) == FIRST
    return case


def page(core: CoreOffice, case: str) -> dict[str, object]:
    return get_task(key_of(core, case), core.office.unit_of_work(), core.office.actor(CLERK)).data


def key_of(core: CoreOffice, case: str, form: str = "decide-acceptance") -> str:
    (task,) = core.office.rows(Task, complaint_id=case, state=TaskState.OPEN, form_id=form)
    key: str = task.user_task_key
    return key


def say(core: CoreOffice, task: str, login: str, answers: dict[str, object]) -> None:
    command = SubmitTask(task, answers)
    submit_task(command, core.office.unit_of_work(), core.office.actor(login))
    core.settle()


def label(core: CoreOffice, case: str) -> str:
    return str(page(core, case)["suggested_complexity_label"])


def split(core: CoreOffice, case: str, count: int = len(TEXTS)) -> None:
    command = CorrectMatters(case, TEXTS[:count])
    correct_matters(command, core.office.unit_of_work(), core.office.actor(CLERK))


def again_of(core: CoreOffice, case: str) -> Mapping[str, object]:
    (row,) = core.office.rows(Suggestion, complaint_id=case)
    again: Mapping[str, object] = row.versions["again"]
    return again


def test_more_matters_are_asked_again_and_both_answers_stand_there(core: CoreOffice) -> None:
    """DM-23: the number of matters; nothing is decided, and back at the first split the first answer holds."""
    case = file(core)
    split(core, case)
    assert ANEW in label(core, case), "nobody has answered yet"
    core.settle()
    assert label(core, case) == f"{FIRST}（更正前）；复杂{AGAIN.format(version=1)}"
    (row,) = core.office.rows(Suggestion, complaint_id=case)
    assert (row.complexity, again_of(core, case)["complexity"]) == ("normal", "complex")
    assert again_of(core, case)["tables"] == {"triage": 1, "complexity": 1}
    assert core.office.rows(Complaint, id=case)[0].complexity is None
    (event,) = core.office.rows(TrailEvent, complaint_id=case, kind="suggestion.made_again")
    assert "complex" in str(event.payload)
    split(core, case, 1)
    core.settle()
    assert label(core, case) == FIRST


def test_the_tables_are_told_codes_and_numbers_only(core: CoreOffice) -> None:
    case = file(core)
    split(core, case)
    (row,) = core.office.rows(OutboxRow, kind="ask_tables")
    assert row.payload["facts"]["claim_count"] == len(TEXTS)
    assert not any(text in str(row.payload) for text in (*TEXTS, "简一趟", "失业"))


def test_another_category_is_asked_again(core: CoreOffice) -> None:
    """DM-23: what is told as retaliation later is complex by its nature."""
    case = file(core)
    answers = {"readers": [CLERK], "is_retaliation": True, "reason": "投诉人来电说明遭到报复"}
    command = TakeAct(case, "restrict-file", answers)
    take_act(command, core.office.unit_of_work(), core.office.actor("jian.rujing"))
    core.settle()
    assert label(core, case).endswith(f"复杂{AGAIN.format(version=1)}")


def test_two_units_are_asked_again(core: CoreOffice) -> None:
    """DM-23: a second respondent."""
    case = file(core)
    with core.office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        correction = Correction(complaint, "投诉人来电补充", unit, core.office.actor(CLERK))
        name_respondent(ChosenRespondent(unit="MZ"), correction)
    core.settle()
    assert label(core, case).endswith(f"复杂{AGAIN.format(version=1)}")


def test_what_goes_into_a_file_of_its_own_leaves_the_question(core: CoreOffice) -> None:
    """DM-23: of five matters two go; what is left is asked about anew."""
    case = file(core)
    split(core, case)
    core.settle()
    with core.office.unit_of_work() as unit:
        first = unit.session.get_one(Complaint, case)
        command = SplitFile((4, 5), "", date(2026, 9, 7), is_counted_from_first_day=True, reason="另一件事")
        split_file(command, first, unit, core.office.actor(CLERK))
    assert ANEW in label(core, case)
    core.settle()
    assert AGAIN.format(version=1) in label(core, case)


def test_a_severity_that_a_person_said_goes_before_that_of_the_tables(core: CoreOffice) -> None:
    """DM-23: a part is refused, the rest is decided later; three matters that are serious are complex, else normal."""
    case = file(core)
    split(core, case, 3)
    core.settle()
    assert label(core, case).endswith(f"复杂{AGAIN.format(version=1)}")
    answers: dict[str, object] = {
        "category": "irregular_operation",
        "route": "intervene",
        "severity": "normal",
        "matters": [REFUSE, {"decision": "later"}, {"decision": "later"}],
    }
    say(core, key_of(core, case), CLERK, answers)
    say(core, key_of(core, case, "approve-acceptance"), "heng.gongyun", {"approval": "approve"})
    again = again_of(core, case)
    assert again["decided"] == {"category": "irregular_operation", "severity": "normal"}
    assert again["complexity"] == "normal"
    assert label(core, case).endswith(f"一般{AGAIN.format(version=1)}")


def test_an_owners_table_that_fails_is_said_in_words(core: CoreOffice) -> None:
    """DM-23: the first answer stays; mended, the next correction has an answer of the new version."""
    case = file(core)
    twice = table("UNIQUE", (), ("complexity_class",), ((), ('"simple"',)), ((), ('"complex"',)))
    core.deploy(Resource("complexity.dmn", dmn(decision("complexity", twice))))
    split(core, case)
    core.settle()
    assert label(core, case) == f"{FIRST}（更正前）；更正后规则表计算出错，请重新判断"
    assert core.office.rows(OutboxRow, kind="ask_tables")[0].sent_at is not None
    core.deploy(Resource("complexity.dmn", (DECISIONS / "complexity.dmn").read_bytes()))
    split(core, case, 4)
    core.settle()
    assert AGAIN.format(version=3) in label(core, case)


def test_a_table_that_is_not_deployed_is_said_in_words(core: CoreOffice) -> None:
    case = file(core)
    split(core, case)
    send_outbox_step(core.office.unit_of_work, CoreEngine((), core.engine.now_ms))
    assert label(core, case).endswith("更正后未找到已部署的规则表，请重新判断")


class Refusing(CoreEngine):
    """An engine that answers everything but questions of tables."""

    def evaluate_decision(self, decision_id: str, variables: Mapping[str, object]) -> DecisionAnswer:
        raise OutsideUnavailable(decision_id)


def test_without_an_answer_a_person_judges_anew_and_nothing_else_waits(core: CoreOffice) -> None:
    """DM-23: an engine that gives no answer holds back no other message; asked later, the answer comes."""
    case = file(core)
    split(core, case)
    other = core.office.file().complaint_id
    working, core.engine.__class__ = core.engine.__class__, Refusing
    core.settle()
    assert ANEW in label(core, case)
    assert key_of(core, other)
    core.engine.__class__ = working
    core.office.system_clock.moment += timedelta(minutes=5)  # type: ignore[attr-defined]  # a clock that tests set
    core.settle()
    assert AGAIN.format(version=1) in label(core, case)

"""The page of the machine's suggestion speaks to a clerk: words for codes, the rule's own description, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from models.case.lifecycle import DecisionKind
from models.case.suggestion import Suggestion
from services.casefile.decisions import NewDecision, record_decision
from services.ports.monitor import EvaluatedDecision, EvaluatedValue, MatchedRule
from services.suggestions.keep_rules import keep_rules_step
from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.cases import TestCase, file_case
from tests.web_staff.evaluated_tables import COMPETENCE, COMPLEXITY, TRIAGE, evaluated
from tests.web_staff.fake_monitor import BEGAN, FakeMonitor

CLERK = "wen.rusheng"
SignIn = Callable[[str], Visitor]


def suggested(office: FullOffice, **codes: str) -> TestCase:
    """A case with a row of what was suggested."""
    case = file_case(office)
    with office.unit_of_work() as unit:
        unit.session.add(
            Suggestion(
                complaint_id=case.complaint_id,
                made_at=unit.clock.now(),
                versions={"element_instance_key": "77"},
                **codes,
            )
        )
    return case


def page_of(visitor: Visitor, case: TestCase, language: str = "zh") -> str:
    """The words of the page's main part, each run of blanks as one."""
    answer = visitor.get(f"/cases/{case.complaint_id}/suggestion?lang={language}")
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def case(office: FullOffice, monitor: FakeMonitor) -> TestCase:
    """A case for which all three tables had a rule."""
    monitor.decisions = [TRIAGE, COMPETENCE, COMPLEXITY]
    return suggested(
        office, category="bad_attitude", severity="normal", route="on_spot", unit="RS", complexity="simple"
    )


def test_a_clerk_reads_words_and_no_codes(case: TestCase, sign_in: SignIn) -> None:
    page = page_of(sign_in(CLERK), case)
    for words in (
        "投诉分类建议",
        "版本 3",
        "符合第 5 条 · 窗口或来访反映的单项服务问题可当场解决",
        "类别 服务态度差",
        "轻重缓急 一般",
        "处置方式 现场处理类",
        "是否紧急 否",
        "是否实名 是",
        "来源渠道 服务窗口现场",
        "人社的服务事项",
        "被投诉单位 不详",
        "失业保险金申领",
        "单项且可当场办理或属建议",
        "时限类别 简易",
    ):
        assert words in page
    raw = re.compile(
        r"\b(bad_attitude|on_spot|simple|normal|null|true|false|window|RS|RS-003|triage|Rule_\w+)\b|\""
    )
    assert raw.findall(page) == []


def test_the_rules_stay_with_the_file_when_the_engine_has_deleted_them(
    office: FullOffice, monitor: FakeMonitor, case: TestCase, sign_in: SignIn
) -> None:
    """EN-8: kept once the engine shows them; a suggestion that was made anew is asked for anew."""
    before = page_of(sign_in(CLERK), case)
    assert "符合第 5 条" in before
    assert [keep_rules_step(office.unit_of_work, monitor) for _ in range(2)] == [1, 0]
    monitor.decisions = []
    assert page_of(sign_in(CLERK), case) == before


def test_rules_that_the_engine_does_not_show_yet_are_asked_for_again_for_a_day(
    office: FullOffice, monitor: FakeMonitor
) -> None:
    monitor.decisions = []
    suggested(office, category="bad_attitude")
    assert keep_rules_step(office.unit_of_work, monitor) == 0
    office.clock.moment += timedelta(days=1, seconds=1)
    assert [keep_rules_step(office.unit_of_work, monitor) for _ in range(2)] == [1, 0]


def test_a_unit_is_named_without_its_code(case: TestCase, sign_in: SignIn) -> None:
    page = page_of(sign_in(CLERK), case)
    assert page.count("云河市人力资源和社会保障局（驻厅）") == 2, (
        "above as it was kept, below as the rule gave it"
    )


def test_the_same_page_in_english(case: TestCase, sign_in: SignIn) -> None:
    page = page_of(sign_in(CLERK), case, "en")
    for words in (
        "Rules of triage",
        "Rule 5 matched",
        "Way of handling",
        "Urgent No",
        "Real name given Yes",
        "Unit complained about not known",
        "Number of matters 1",
    ):
        assert words in page
    assert re.findall(r"bad_attitude|on_spot|\b(?:null|true|false)\b|来源渠道|处置方式", page) == []


def test_a_clerk_is_led_to_the_task_in_which_a_person_decides(case: TestCase, sign_in: SignIn) -> None:
    answer = sign_in(CLERK).get(f"/cases/{case.complaint_id}/suggestion")
    assert f'href="/tasks/{case.user_task_key}"' in answer.text
    assert "请对照投诉内容核对" in answer.text


def test_nothing_counts_as_confirmed_before_a_person_decided(
    office: FullOffice, case: TestCase, sign_in: SignIn
) -> None:
    """R120: what the complainant ticked on filing is no confirmation."""
    clerk, filed = sign_in(CLERK), "违规操作"
    before = page_of(clerk, case)
    assert before.count("尚未确认") == 5
    assert filed not in before
    with office.unit_of_work() as unit:
        acceptance = NewDecision(case.complaint_id, DecisionKind.ACCEPTANCE, 1, {})
        record_decision(acceptance, unit, office.actor(CLERK))
    after = page_of(clerk, case)
    assert "尚未确认" not in after
    assert filed in after


def test_a_table_without_a_fitting_rule_says_so_and_what_to_do(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    monitor.decisions = [evaluated("complexity", [("Input_UnitCount", "涉及单位数", "null")], None)]
    page = page_of(sign_in(CLERK), suggested(office))
    assert "没有符合的规则。 本表不提建议，请按投诉内容自行判断" in page
    assert "涉及单位数 不详" in page


def test_a_table_that_failed_says_so_and_not_that_nothing_matched(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    monitor.decisions = [evaluated("complexity", [], None, "two rules match")]
    page = page_of(sign_in(CLERK), suggested(office))
    assert "本表未能算出结果" in page
    assert "two rules match" not in page, "that is for those who watch processes"
    assert "没有符合的规则" not in page


def test_a_case_without_a_suggestion_says_what_to_do(office: FullOffice, sign_in: SignIn) -> None:
    page = page_of(sign_in(CLERK), file_case(office))
    assert "本件没有使用规则。 请按投诉内容自行判断" in page
    assert "决定是否受理" in page
    assert "核对" not in page, "there is nothing to compare with"


def test_what_the_tables_said_after_a_correction_stands_beside_the_first(
    office: FullOffice, sign_in: SignIn, case: TestCase
) -> None:
    """DM-23: both, with the versions of the tables, in both languages; a table that is missing in words."""
    clerk = sign_in(CLERK)
    _answer_again(office, case, {"complexity": "complex", "tables": {"triage": 3, "complexity": 4}})
    page = page_of(clerk, case)
    assert "复杂程度 简易" in page
    assert "更正后重新查询规则： 复杂程度 复杂 · 复杂程度规则 版本 4 · 分类规则 版本 3" in page
    english = page_of(clerk, case, "en")
    assert "Asked again after a correction: Complexity Complex · Rules of complexity Version 4" in english
    _answer_again(office, case, {"fault": "TABLE_MISSING", "tables": {}})
    assert "更正后重新查询规则： 未找到已部署的规则表" in page_of(clerk, case)


def _answer_again(office: FullOffice, case: TestCase, again: dict[str, object]) -> None:
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Suggestion, case.complaint_id)
        row.versions = {**row.versions, "again": again}


@pytest.mark.parametrize("is_away", [True, False], ids=["away", "forgotten"])
def test_what_was_suggested_stays_readable_without_the_engines_record(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn, *, is_away: bool
) -> None:
    case = suggested(office, category="bad_attitude", unit="RS")
    monitor.is_away, monitor.decisions = is_away, []
    page = page_of(sign_in(CLERK), case)
    assert "云河市人力资源和社会保障局（驻厅）" in page
    assert ("期间无法查看规则" in page) == is_away
    assert ("所依据规则的记录已过保存期" in page) != is_away


OWN_TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"><decision id="triage"><decisionTable>
<input id="i1"><inputExpression><text>channel</text></inputExpression></input>
<input id="i2"><inputExpression><text>weather</text></inputExpression></input>
<output id="o1" name="route"/><output id="o2" name="colour"/>
<rule id="r1"><annotationEntry><text>本中心的 &lt;规则&gt;</text></annotationEntry></rule><rule id="r2"/>
</decisionTable></decision></definitions>"""


def own_decision() -> EvaluatedDecision:
    outputs = (EvaluatedValue("o1", "route", '"own_way"'), EvaluatedValue("o2", "colour", '["<b>red</b>"]'))
    inputs = (EvaluatedValue("i1", "channel", '"portal"'), EvaluatedValue("i2", "weather", '"rain"'))
    rules = (MatchedRule("r1", 1, outputs), MatchedRule("r2", 2, ()))
    return EvaluatedDecision("own", "triage", "本中心分类", 9, BEGAN, "", "null", inputs, rules)


def test_a_table_that_owners_wrote_is_shown_by_its_own_words(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """What the catalogue does not know is shown as it is, never as markup."""
    monitor.decisions, monitor.decision_files = [own_decision()], {"own": OWN_TABLE}
    page = page_of(sign_in(CLERK), suggested(office))
    assert "本中心分类" in page
    assert "符合第 1 条 · 本中心的 <规则>" in page
    assert "符合第 2 条 · 该规则没有说明" in page
    assert "来源渠道 政务服务网表单 weather rain" in page, (
        "a column without a label is called as the catalogue calls it"
    )
    assert '处置方式 own_way colour ["<b>red</b>"]' in page


@pytest.mark.parametrize("file", [None, "no xml", "<!DOCTYPE x []><x/>", "<definitions/>"])
def test_a_file_that_cannot_be_read_costs_the_descriptions_only(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn, file: str | None
) -> None:
    monitor.decisions = [own_decision()]
    monitor.decision_files = {} if file is None else {"own": file}
    page = page_of(sign_in(CLERK), suggested(office))
    assert "符合第 1 条 · 该规则没有说明" in page
    assert "来源渠道 政务服务网表单" in page


def test_the_supervisor_reads_the_same_words_at_the_instance(monitor: FakeMonitor, sign_in: SignIn) -> None:
    monitor.add_instance("1", "intake")
    monitor.decisions = [COMPETENCE]
    answer = sign_in("jian.rujing").get("/monitor/instances/1")
    assert "人社的服务事项" in answer.text
    assert "云河市人力资源和社会保障局" in answer.text

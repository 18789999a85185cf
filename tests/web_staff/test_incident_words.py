"""An incident says in Chinese why the process stands still and what to do; the engine's words stand below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from api.i18n import _catalogue
from engine.state.incident import ErrorType
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.test_monitor import CHILD, running_case

SignIn = Callable[[str], Visitor]
SUPERVISOR = "jian.rujing"
LAWFUL = "暂不能归档：尚未答复投诉人。怎么办：补上所缺的一步后重试。"


Incident = tuple[str, str, tuple[str, ...]]


@pytest.mark.parametrize(
    "incident",
    [
        (
            "JOB_NO_RETRIES",
            "LIMIT_UNKNOWN: site_visit",
            ("本机构没有登记此键的时限", "site_visit", "先由管理员登记该时限"),
        ),
        ("JOB_NO_RETRIES", "INVALID_INPUT: complaint_id", ("缺少或类型不对", "complaint_id", "输入映射")),
        ("JOB_NO_RETRIES", "NOT_FOUND", ("数据库中没有", "核对流程图传给该作业的编号")),
        ("JOB_NO_RETRIES", "JOB_OF_ANOTHER_STORE", ("已按同一编号办过另一项作业", "不要重试", "--repair")),
        ("JOB_NO_RETRIES", "KeyError", ("看下面的原文",)),
        ("JOB_NO_RETRIES", "SOMETHING_NEW", ("程序出了错", "系统管理员")),
        ("JOB_NO_RETRIES", LAWFUL, (LAWFUL,)),
        (
            "FORM_NOT_FOUND",
            "Expected to find a form with id 'site-visit', but no form with this id is found",
            ("找不到表单", "site-visit", "部署该编号的表单后重试"),
        ),
        (
            "CALLED_ELEMENT_ERROR",
            "Expected process with BPMN process id 'site-visits' to be deployed, but not found.",
            ("被调用的流程无法启动", "site-visits", "部署被调用的流程"),
        ),
        (
            "CONDITION_ERROR",
            "Expected result of the expression 'need_review' to be 'BOOLEAN', but was 'NULL'.",
            ("分支条件无法判断", "need_review", "条件要得出是或否"),
        ),
    ],
)
def test_the_cause_is_told_in_chinese_with_what_to_do(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn, incident: Incident
) -> None:
    """OW-13: who looks at the monitor reads no code and no English, other than in the engine's own words."""
    kind, message, told = incident
    running_case(office, monitor)
    monitor.add_incident("77", CHILD, message)
    monitor.incidents = [replace(monitor.incidents[0], error_type=kind)]
    for page in ("/monitor/incidents", f"/monitor/instances/{CHILD}"):
        shown = text_of(sign_in(SUPERVISOR).get(page)).partition("流程引擎的原话")[0]
        assert [words for words in told if words not in shown] == [], page


def test_an_instance_that_rests_is_told_in_words_and_can_be_tried_again(
    office: FullOffice, monitor: FakeMonitor, sign_in: SignIn
) -> None:
    """EN-2: the incident is one of the process itself; both languages say what that means and what to do."""
    running_case(office, monitor)
    monitor.add_incident(
        "77", CHILD, "The engine met an error that it does not know (KeyError at engine/x.py:1)"
    )
    found = monitor.incidents[0]
    monitor.incidents = [replace(found, error_type="UNKNOWN", element_id=found.process_id)]
    visitor = sign_in(SUPERVISOR)
    for page in ("/monitor/incidents", f"/monitor/instances/{CHILD}"):
        shown = text_of(visitor.get(f"{page}?lang=zh"))
        told = ("流程引擎无法继续", "整个流程", "投诉件已暂停", "原因消除后重试", "KeyError at engine/x.py:1")
        assert [words for words in told if words not in shown] == [], page
        shown = text_of(visitor.get(f"{page}?lang=en"))
        told = ("The engine cannot go on", "the whole process", "Nothing is lost", "try again")
        assert [words for words in told if words not in shown] == [], page


def test_every_kind_of_incident_of_the_engine_has_its_advice_in_both_languages() -> None:
    """OW-13."""
    for language in ("zh", "en"):
        texts = _catalogue(language)
        assert [kind for kind in ErrorType if not texts.get(f"incident_advice.{kind}")] == []

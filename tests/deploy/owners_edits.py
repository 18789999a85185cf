"""Edits and faults of owners that were tried in a running office, each with the verdict that the check owes on it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.deploy.edits import (
    LISTENERS,
    Edit,
    call,
    dropped,
    put_on,
    replaced,
    taken_out,
    user_task,
    without_condition,
)

SITE_VISIT = (
    "site-visit.form",
    json.dumps({"id": "site-visit", "components": [{"type": "textfield", "key": "place", "label": "地点"}]}),
)
SUMMARY_PAGE = '<zeebe:formDefinition externalReference="summary"/>'
AFTER_APPROVAL = "Flow_ApproveOpinionToIsApproved"
TO_FINDINGS = "Flow_RecordInvestigationActToRecordFindings"


@dataclass(frozen=True)
class Tried:
    """`codes` are all that the check says, each once or as often as it stands here."""

    name: str
    file: str
    edit: Edit
    codes: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


def service(job_type: str) -> str:
    return (
        '<bpmn:serviceTask id="Activity_1owners" name="办理"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{job_type}"/></bpmn:extensionElements></bpmn:serviceTask>'
    )


def field(change: dict[str, object]) -> Edit:
    """A form whose last field is another."""

    def edit(text: str) -> str:
        schema = json.loads(text)
        schema["components"].append({"type": "textfield", "key": "owners", "label": "补充", **change})
        return json.dumps(schema, ensure_ascii=False)

    return edit


EDITS = (
    # The table of edits.
    Tried(
        "user task with its form", "investigation.bpmn", put_on(TO_FINDINGS, user_task()), (), (SITE_VISIT,)
    ),
    Tried(
        "user task drawn unguided",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(groups="", listeners="")),
        ("LISTENER_MISSING", "LISTENER_MISSING", "ROLE_MISSING"),
        (SITE_VISIT,),
    ),
    Tried("renamed task", "investigation.bpmn", replaced('name="记录认定"', 'name="写明认定"')),
    Tried("other label", "record-findings.form", replaced('"label": "', '"label": "本中心')),
    Tried(
        "condition that knows its variable",
        "disposal.bpmn",
        replaced("=needs_review = true", "=needs_review"),
    ),
    Tried(
        "quote not closed in two rules of a table",
        "competence.dmn",
        replaced('<text>"SJ"', '<text>"SJ'),
        ("ENGINE_EXPRESSION", "ENGINE_EXPRESSION"),
    ),
    Tried(
        "limit without a row",
        "investigation.bpmn",
        replaced("=investigation_clock_id", "=complaint_id + &#34;.site_visit&#34;"),
        ("LIMIT_UNKNOWN",),
    ),
    Tried("throw event taken out", "complaint.bpmn", taken_out("Throw_InvestigationReordered")),
    Tried(
        "OW-1 result not concluded", "complaint.bpmn", taken_out("Task_ConcludeHandling"), ("STEP_MISSING",)
    ),
    Tried("OW-1 no approval", "disposal.bpmn", taken_out("UserTask_ApproveOpinion"), ("STEP_MISSING",)),
    Tried(
        "no approval of a refusal", "intake.bpmn", taken_out("UserTask_ApproveAcceptance"), ("STEP_MISSING",)
    ),
    Tried(
        "no approval on the spot", "intake.bpmn", taken_out("UserTask_ApproveSettlement"), ("STEP_MISSING",)
    ),
    Tried(
        "no approval of more time", "extension.bpmn", taken_out("UserTask_DecideExtension"), ("STEP_MISSING",)
    ),
    Tried(
        "no approval of an entrustment",
        "investigation.bpmn",
        taken_out("UserTask_ApproveEntrustment"),
        ("STEP_MISSING",),
    ),
    Tried("OW-14 no finding", "investigation.bpmn", taken_out("UserTask_RecordFindings"), ("STEP_MISSING",)),
    Tried("OW-14 no answer", "feedback.bpmn", taken_out("UserTask_GiveAnswer"), ("STEP_MISSING",)),
    Tried(
        "OW-14 no watch of the investigation",
        "investigation.bpmn",
        taken_out("Call_WatchInvestigation"),
        ("WATCH_MISSING",),
    ),
    Tried(
        "no supplement",
        "intake.bpmn",
        dropped("EventSub_Supplement"),
        ("MESSAGE_NOT_CAUGHT", "MESSAGE_NOT_CAUGHT"),
    ),
    Tried(
        "OW-3 signature between approval and answer",
        "disposal.bpmn",
        put_on(AFTER_APPROVAL, user_task(groups="director")),
        (),
        (SITE_VISIT,),
    ),
    Tried(
        "script task",
        "investigation.bpmn",
        put_on(
            TO_FINDINGS,
            '<bpmn:scriptTask id="Activity_1owners" name="计算"><bpmn:extensionElements>'
            '<zeebe:script expression="=round + 1" resultVariable="next_round"/>'
            "</bpmn:extensionElements></bpmn:scriptTask>",
        ),
    ),
    Tried(
        "connector",
        "investigation.bpmn",
        put_on(TO_FINDINGS, service("io.camunda:http-json:1")),
        ("JOB_WITHOUT_WORKER",),
    ),
    Tried(
        "execution listener",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(more="<zeebe:executionListeners/>")),
        ("ENGINE_UNSUPPORTED",),
        (SITE_VISIT,),
    ),
    # The faults that were drawn.
    Tried(
        "OW-14 FEEL typo",
        "disposal.bpmn",
        replaced("=needs_review = true", "=needs_review = ("),
        ("ENGINE_EXPRESSION",),
    ),
    Tried(
        "signal",
        "investigation.bpmn",
        put_on(
            TO_FINDINGS,
            '<bpmn:intermediateThrowEvent id="Event_1owners"><bpmn:signalEventDefinition/></bpmn:intermediateThrowEvent>',
        ),
        ("ENGINE_UNSUPPORTED",),
    ),
    Tried(
        "OW-14 ad-hoc",
        "investigation.bpmn",
        put_on(TO_FINDINGS, '<bpmn:adHocSubProcess id="Activity_1owners"/>'),
        ("ENGINE_UNSUPPORTED",),
    ),
    Tried(
        "OW-14 undefined task",
        "investigation.bpmn",
        put_on(TO_FINDINGS, '<bpmn:task id="Activity_1owners"/>'),
        ("ENGINE_UNSUPPORTED",),
    ),
    Tried(
        "OW-14 manual task",
        "investigation.bpmn",
        put_on(TO_FINDINGS, '<bpmn:manualTask id="Activity_1owners"/>'),
        ("ENGINE_UNSUPPORTED",),
    ),
    Tried("bad timer", "intake.bpmn", replaced("=window_ends_at</", "PT4</"), ("ENGINE_TIMER",)),
    Tried(
        "no default",
        "disposal.bpmn",
        without_condition("Flow_NeedsReviewToReviewOpinion"),
        ("ENGINE_CONDITION",),
    ),
    Tried(
        "unknown job type",
        "investigation.bpmn",
        put_on(TO_FINDINGS, service("complaint.send-sms")),
        ("JOB_WITHOUT_WORKER",),
    ),
    Tried(
        "form that was never deployed",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task()),
        ("FORM_UNKNOWN",),
    ),
    Tried(
        "OW-18 task without a form",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(form="")),
        ("FORM_MISSING",),
    ),
    Tried(
        "page of a summary for a task of a case",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(form="", listeners=f"{SUMMARY_PAGE}{LISTENERS}")),
        ("FORM_MISSING",),
    ),
    Tried(
        "listener of the office at a task of a case",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(listeners=LISTENERS.replace("check-", "check-office-", 1))),
        ("LISTENER_MISSING",),
        (SITE_VISIT,),
    ),
    Tried(
        "listener of cases at a task of the office",
        "periodic-summary.bpmn",
        replaced("complaint.check-office-assignment", "complaint.check-assignment"),
        ("LISTENER_MISSING",),
    ),
    Tried(
        "summary under another name",
        "periodic-summary.bpmn",
        replaced('inputElement="summary_id"', 'inputElement="summary"'),
        ("VARIABLE_UNWRITTEN",),
    ),
    Tried(
        "task of the office under another id",
        "periodic-summary.bpmn",
        replaced("UserTask_DecideSummary", "Activity_1owners"),
    ),
    Tried(
        "called process unknown",
        "investigation.bpmn",
        put_on(TO_FINDINGS, call("site-visits")),
        ("PROCESS_UNKNOWN",),
    ),
    Tried(
        "table unknown",
        "intake.bpmn",
        replaced('decisionId="triage"', 'decisionId="sorting"'),
        ("DECISION_UNKNOWN",),
    ),
    Tried(
        "role unknown",
        "investigation.bpmn",
        put_on(TO_FINDINGS, user_task(groups="investigators")),
        ("ROLE_UNKNOWN",),
        (SITE_VISIT,),
    ),
    Tried(
        "misspelt variable in a condition",
        "disposal.bpmn",
        replaced("=needs_review = true", "=need_review = true"),
        ("VARIABLE_UNWRITTEN",),
    ),
    Tried(
        "misspelt variable of an output",
        "disposal.bpmn",
        replaced('target="opinion_decision"', 'target="opinion_decison"'),
        ("VARIABLE_UNWRITTEN",),
    ),
    Tried(
        "input that a called process reads",
        "complaint.bpmn",
        replaced('<zeebe:input source="=feedback_clock_id" target="feedback_clock_id" />', ""),
        ("INPUT_MISSING",),
    ),
    Tried(
        "due date by the engine's clock",
        "investigation.bpmn",
        put_on(
            TO_FINDINGS, user_task(more='<zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)"/>')
        ),
        ("CLOCK_READ",),
        (SITE_VISIT,),
    ),
    Tried(
        "known job that asks for what is not there",
        "investigation.bpmn",
        put_on(TO_FINDINGS, service("complaint.start-case-run")),
        ("VARIABLE_UNWRITTEN",),
    ),
    # OW-4 and OW-26: forms.
    Tried("picture field", "record-findings.form", field({"type": "taglist"}), ("TYPE_UNKNOWN",)),
    Tried("tag list", "record-findings.form", field({"type": "taglist"}), ("TYPE_UNKNOWN",)),
    Tried(
        "FEEL typo in hide",
        "record-findings.form",
        field({"conditional": {"hide": "=facts = ("}}),
        ("EXPRESSION_FAULTY",),
    ),
    Tried(
        "required by an expression",
        "record-findings.form",
        field({"validate": {"required": "=facts != null"}}),
        ("VALUE_UNKNOWN",),
    ),
    Tried("one key twice", "record-findings.form", field({"key": "needs_further"}), ("KEY_TWICE",)),
)

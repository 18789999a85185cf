"""`jieban check` finds what an owner's file would break, with file, element and reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpmn
from api.i18n import _catalogue
from bpmn.reading import list_diagrams
from deploy.cli import jieban
from services.resource_check.faults import REASONS
from services.resource_check.needed_steps import NeededStep, check_needed_steps, list_needed_steps
from services.resource_check.remedies import REMEDIES
from tests.free_ports import free_ports

SHIPPED = Path(bpmn.__file__).parent


@pytest.fixture(autouse=True)
def no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an office's database nor an engine: what is shipped is all that stands around the files."""
    monkeypatch.setenv("JIEBAN_DATA", str(tmp_path / "no-office"))
    monkeypatch.setenv("JIEBAN_REST_PORT", str(free_ports(1)[0]))


def run(*files: Path) -> tuple[int, list[str]]:
    outcome = CliRunner().invoke(jieban, ["check", *map(str, files)])
    lines = outcome.stdout.splitlines()
    return outcome.exit_code, [line for line in lines if not line.startswith("    ")]


def changed(tmp_path: Path, name: str, change: Callable[[str], str]) -> Path:
    source = next(SHIPPED.rglob(name))
    text = source.read_text("utf-8")
    path = tmp_path / name
    path.write_text(change(text), "utf-8")
    assert path.read_text("utf-8") != text, "the change changed something"
    return path


def test_everything_shipped_is_without_a_fault() -> None:
    files = [*SHIPPED.glob("*.bpmn"), *SHIPPED.glob("dmn/*.dmn"), *SHIPPED.glob("forms/*.form")]
    assert len(files) > 50
    assert run(*files) == (0, [f"{len(files)} files, no fault / 未发现问题"])


def test_a_field_that_the_office_reads_is_missed(tmp_path: Path) -> None:
    def without_finding(text: str) -> str:
        return text.replace('"key": "finding"', '"key": "result"')

    code, lines = run(changed(tmp_path, "record-findings.form", without_finding))
    assert code == 1
    assert lines[0].startswith("record-findings.form: matters[].finding: the office reads this answer")


def test_nothing_is_written_where_no_office_is(tmp_path: Path) -> None:
    """The check opens no database that is not there."""
    outcome = CliRunner().invoke(jieban, ["check", str(SHIPPED / "review.bpmn")])
    assert outcome.exit_code == 0
    assert "数据目录中没有机构" in outcome.stderr
    assert "引擎未运行" in outcome.stderr
    assert not (tmp_path / "no-office").exists()


def test_a_job_that_nobody_does_is_named_with_its_element(tmp_path: Path) -> None:
    def unknown_job(text: str) -> str:
        return text.replace('type="complaint.archive-case"', 'type="complaint.shelve-case"')

    code, lines = run(changed(tmp_path, "complaint.bpmn", unknown_job))
    assert code == 1
    assert lines == [line for line in lines if line.startswith("complaint.bpmn: Task_ArchiveCase: ")]
    assert lines[0].endswith("complaint.shelve-case")


def test_the_start_message_of_a_case_is_missed(tmp_path: Path) -> None:
    def other_message(text: str) -> str:
        return text.replace('name="complaint.registered"', 'name="complaint.filed"')

    code, lines = run(changed(tmp_path, "complaint.bpmn", other_message))
    assert code == 1
    assert lines[0].startswith("complaint.bpmn: Start_ComplaintRegistered: the office sends this message")
    assert lines[0].endswith("complaint.registered")


def test_a_start_message_that_only_an_event_inside_catches_starts_no_case(tmp_path: Path) -> None:
    def caught_inside(text: str) -> str:
        begins, inside = 'name="complaint.registered"', 'name="complaint.referral-opened"'
        assert text.count(begins) == text.count(inside) == 1
        return text.replace(begins, "@@").replace(inside, begins).replace("@@", inside)

    code, lines = run(changed(tmp_path, "complaint.bpmn", caught_inside))
    assert code == 1
    assert any(line.startswith("complaint.bpmn: Start_ComplaintRegistered: ") for line in lines)


def test_a_message_of_a_window_is_missed(tmp_path: Path) -> None:
    def other_message(text: str) -> str:
        return text.replace('name="complaint.supplement-received"', 'name="complaint.supplied"')

    code, lines = run(changed(tmp_path, "intake.bpmn", other_message))
    assert code == 1
    assert [line.split(": ")[1] for line in lines] == ["Catch_SupplementReceived"]


def test_a_watch_that_lost_a_card_and_a_task_that_lost_a_listener_are_named(tmp_path: Path) -> None:
    def weaker(text: str) -> str:
        return text.replace('eventType="completing"', 'eventType="canceling"', 1)

    code, lines = run(changed(tmp_path, "investigation.bpmn", weaker))
    assert code == 1
    assert "Tasklist can go around the rules" in lines[0]
    assert lines[0].endswith("completing")


def test_what_the_engine_refuses_is_told_with_element_type_and_id(tmp_path: Path) -> None:
    def complex_gateway(text: str) -> str:
        return text.replace("bpmn:exclusiveGateway", "bpmn:complexGateway")

    code, lines = run(changed(tmp_path, "disposal.bpmn", complex_gateway))
    assert code == 1
    assert any(line.startswith("disposal.bpmn: complexGateway 'Gateway_") for line in lines)


def test_a_decision_that_cannot_be_read_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    broken = changed(
        tmp_path, "triage.dmn", lambda text: text.replace('hitPolicy="FIRST"', 'hitPolicy="BEST"')
    )
    other = tmp_path / "notes.txt"
    other.write_text("x")
    code, lines = run(broken, other)
    assert code == 1
    assert lines[0].startswith("triage.dmn: ")
    assert lines[-1].startswith("notes.txt: file: only .bpmn, .dmn and .form")


def test_a_document_type_is_refused_before_it_is_read(tmp_path: Path) -> None:
    def bomb(text: str) -> str:
        return text.replace("<bpmn:definitions", '<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<bpmn:definitions', 1)

    code, lines = run(changed(tmp_path, "review.bpmn", bomb))
    assert code == 1
    assert "DOCTYPE" in lines[0]


@pytest.mark.parametrize("schema", [{}, {"id": "x", "components": "none"}])
def test_a_form_without_components_is_refused(tmp_path: Path, schema: dict[str, object]) -> None:
    path = tmp_path / "x.form"
    path.write_text(json.dumps(schema))
    assert run(path)[0] == 1


WATCH_INPUT = '<zeebe:input source="=investigation_clock_id" target="clock_id" />'
# Each reason with an owner's change that gives it: file, what stood there, what stands there now.
MISTAKES = {
    "NOT_READABLE": ("triage.form", "", ""),
    "JOB_WITHOUT_WORKER": ("complaint.bpmn", "complaint.archive-case", "complaint.shelve-case"),
    "MESSAGE_NOT_CAUGHT": (
        "intake.bpmn",
        'name="complaint.supplement-received"',
        'name="complaint.supplied"',
    ),
    "OUTPUT_MISSING": ("disposal.bpmn", 'target="investigation_clock_id"', 'target="clock_of_investigation"'),
    "VARIABLE_UNWRITTEN": ("disposal.bpmn", "=needs_review", "=need_review"),
    "INPUT_MISSING": (
        "complaint.bpmn",
        '<zeebe:input source="=feedback_clock_id" target="feedback_clock_id" />',
        "",
    ),
    "LIMIT_UNKNOWN": (
        "investigation.bpmn",
        '"=investigation_clock_id" target="clock_id"',
        '"=complaint_id + &#34;.site_visit&#34;" target="clock_id"',
    ),
    "WATCH_MISSING": (
        "investigation.bpmn",
        'processId="deadline-watch"',
        'processId="recusal"',
    ),
    "CLOCK_READ": ("intake.bpmn", "=window_ends_at</", "=now() + duration(&#34;P1D&#34;)</"),
    "LISTENER_MISSING": ("investigation.bpmn", 'eventType="completing"', 'eventType="canceling"'),
    "FORM_MISSING": ("investigation.bpmn", '<zeebe:formDefinition formId="record-findings" />', ""),
    "FORM_OTHER": ("investigation.bpmn", 'formId="record-findings"', 'formId="record-findings-2"'),
    "WATCH_WITHOUT_BOUNDARIES": ("investigation.bpmn", 'cancelActivity="false"', 'cancelActivity="true"'),
    "WATCH_WITHOUT_CLOCK": ("investigation.bpmn", WATCH_INPUT, WATCH_INPUT.replace('clock_id"', 'clock"')),
    "FIELD_MISSING": ("record-findings.form", '"key": "facts"', '"key": "story"'),
    "FIELD_OPTIONAL": ("record-findings.form", '"required": true', '"required": false'),
    "ROLE_MISSING": ("investigation.bpmn", '<zeebe:assignmentDefinition candidateGroups="intake" />', ""),
    "ROLE_UNKNOWN": ("intake.bpmn", 'candidateGroups="intake', 'candidateGroups="reception'),
    "PROCESS_UNKNOWN": ("complaint.bpmn", 'processId="disposal"', 'processId="disposition"'),
    "DECISION_UNKNOWN": ("intake.bpmn", 'decisionId="triage"', 'decisionId="sorting"'),
    "STEP_MISSING": ("complaint.bpmn", "complaint.conclude-handling", "complaint.record-suggestion"),
    "KEY_TWICE": ("record-findings.form", '"key": "evidence_note"', '"key": "methods"'),
    "PROPERTY_UNKNOWN": ("record-findings.form", '"maxLength": 4000', '"mustRhyme": true'),
    "TYPE_UNKNOWN": ("record-findings.form", '"type": "textarea"', '"type": "taglist"'),
    "VALUE_UNKNOWN": ("record-findings.form", '"required": true', '"required": "=true"'),
    "EXPRESSION_FAULTY": ("decide-acceptance.form", '"hide": "=', '"hide": "=('),
    "KEY_MISSING": ("record-findings.form", '"key": "facts"', '"key": ""'),
    "KEY_WITH_DOT": ("record-findings.form", '"key": "facts"', '"key": "all.facts"'),
}


# Of what no change of one file gives, this file and test_engine_words.py have tests of their own.
ELSEWHERE = {"ID_TWICE", "KIND_UNKNOWN", "FORM_UNKNOWN"}


def test_every_reason_is_one_that_a_change_can_have() -> None:
    of_office = {code for code in REASONS if not code.startswith("ENGINE_")}
    assert MISTAKES.keys() == of_office - ELSEWHERE


def test_two_files_with_one_id_are_named(tmp_path: Path) -> None:
    """OW-14: several files at once; which of two would count is chance."""
    copy = tmp_path / "second.bpmn"
    copy.write_bytes((SHIPPED / "review.bpmn").read_bytes())
    code, lines = run(SHIPPED / "review.bpmn", copy)
    assert code == 1
    assert [line for line in lines if REASONS["ID_TWICE"] in line] == lines
    assert [line.split(":")[0] for line in lines] == ["review.bpmn", "second.bpmn"]


@pytest.mark.parametrize("code", MISTAKES)
def test_each_mistake_is_told_by_its_reason(tmp_path: Path, code: str) -> None:
    file, before, now = MISTAKES[code]
    if not before:
        path = tmp_path / file
        path.write_text('{"id": "triage", "components": {}}')
    else:
        path = changed(tmp_path, file, lambda text: text.replace(before, now))
    exit_code, lines = run(path)
    assert exit_code == 1
    assert [line for line in lines if REASONS[code] in line], lines


def test_the_style_guide_names_every_reason_in_both_languages() -> None:
    guide = (SHIPPED / "README.md").read_text("utf-8")
    for reason in REASONS.values():
        for half in reason.split(" / "):
            assert f"| {half} |" in guide, half


def test_every_reason_says_how_to_mend_it_in_both_languages() -> None:
    """OW-14, OW-26: the command line and both catalogues have a remedy for each reason."""
    assert REMEDIES.keys() == REASONS.keys()
    assert all(" / 怎样改：" in remedy for remedy in REMEDIES.values())
    for language in ("zh", "en"):
        texts = _catalogue(language)
        assert [code for code in REASONS if not texts.get(f"fault.{code}")] == []
        assert [code for code in REASONS if not texts.get(f"remedy.{code}")] == []


def test_the_remedy_stands_below_its_fault(tmp_path: Path) -> None:
    """OW-14: who reads the fault reads what to do."""
    path = changed(tmp_path, "complaint.bpmn", lambda text: text.replace('"disposal"', '"disposition"'))
    lines = CliRunner().invoke(jieban, ["check", str(path)]).output.splitlines()
    fault = next(index for index, line in enumerate(lines) if line.endswith("disposition"))
    assert lines[fault + 1] == f"    {REMEDIES['PROCESS_UNKNOWN']}"


def test_a_form_given_beside_its_diagram_is_known(tmp_path: Path) -> None:
    """OW-14: several files at once are held against each other."""

    def own(text: str) -> str:
        return text.replace('"record-findings"', '"site-visit"').replace('"investigation"', '"site-visits"')

    diagram = changed(tmp_path, "investigation.bpmn", own)
    form = tmp_path / "site-visit.form"
    form.write_text('{"id": "site-visit", "components": []}', "utf-8")
    reason = REASONS["FORM_UNKNOWN"]
    assert any(reason in line for line in run(diagram)[1])
    assert not any(reason in line for line in run(diagram, form)[1])


@pytest.mark.parametrize("step", list_needed_steps(), ids=lambda step: str(step.element))
def test_a_needed_step_that_is_gone_is_named_with_its_article(step: NeededStep) -> None:
    """OW-1: the table names elements of the shipped diagrams, and the removal of each is found."""
    shipped = next(diagram for diagram in list_diagrams() if diagram.process_id == step.process)
    assert list(check_needed_steps(shipped, shipped)) == []
    kept = tuple(node for node in shipped.nodes if node.id != step.element)
    (fault,) = check_needed_steps(replace(shipped, nodes=kept), shipped)
    assert (fault.element, fault.code) == (step.element, "STEP_MISSING")
    assert step.article in fault.detail

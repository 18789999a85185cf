"""Every code that a staff page shows has a Chinese name: elements, processes, events of the trail, reasons, errors."""

from __future__ import annotations

import re
from pathlib import Path

from api.i18n import _catalogue, has_text
from bpmn import names
from bpmn.reading import DECISIONS, list_diagrams
from bpmn.table_words import read_table_words
from engine.state.incident import ErrorType
from models.case.lifecycle import DecisionKind, Rung, Stage
from models.ground.codes import Disposal, Finding, Method
from models.vault.masking import PersonalField
from services.acts.answer_from_outside import HandoverAnswer
from services.acts.registry import ACTS
from services.answer.answer_wording import METHODS
from services.casefile.found_words import DISPOSALS, FINDINGS
from services.requests.kinds import KINDS
from services.resource_check.faults import REASONS
from services.views.progress_steps import ProgressStep

# Events of no single case stand on no case file.
OF_THE_OFFICE = tuple(
    f"event.{noun}"
    for noun in (
        *("account.", "organisation.", "calendar.", "keys.", "files.", "version.", "relation."),
        "channel_table.",
        "prior_table.",
        "prior_identity.",
        "order_returns.",
        "file_review.",
        "incoming.erased",
        "incoming.term_changed",
    )
)
ROOT = Path(__file__).parents[2]
EVENT = re.compile(
    r'trail\.add\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"|^(?:REVEALED|BULLETIN) = "([a-z_.]+)"', re.M
)
REASON = re.compile(r'return "([A-Z_]{6,})"|else "([A-Z_]{6,})"|"([A-Z_]{6,})" if')
CONSTANT = re.compile(r'^[A-Z_]+ = "([A-Z][A-Z_]+)"$', re.M)
# How a request ended; no reason against an act.
END_REASONS = frozenset(
    {
        "CLOSED", "CHANGED", "CONFIRMED", "DECISION_TOO_LATE", "NOTICE_TOO_LATE", "NOT_CONFIRMED", "NOT_RECUSED",
        "RECEIVED", "RECUSED", "REFUSED", "REOPENED", "REPLIED", "REPORTED", "RESULT_RECEIVED", "RETURNED", "SENT_BACK",
        "SIGNED", "STAGE_ENDED", "TOLD", "UPHELD", "VERIFIED", "WAIVED", "WINDOW_OVER",
    }
)  # fmt: skip


def missing(keys: set[str]) -> list[str]:
    return sorted(key for key in keys if not has_text(key))


def test_every_element_and_process_of_the_shipped_diagrams_has_its_chinese_name() -> None:
    elements: set[str] = set()
    for name, value in vars(names).items():
        if name.endswith("Element"):
            elements |= {f"element.{element.value}" for element in value}
    named = {
        f"element.{node.id}" for diagram in list_diagrams() for node in diagram.nodes if node.name.strip()
    }
    assert len(elements & named) > 250
    assert missing(elements & named) == []
    assert missing({f"process.{process.value}" for process in names.ProcessId}) == []


def test_every_event_of_a_case_has_a_name() -> None:
    found: set[str] = set()
    for path in (ROOT / "services").rglob("*.py"):
        for groups in EVENT.findall(path.read_text("utf-8")):
            found |= {f"event.{kind}" for kind in groups if kind}
    of_office = {key for key in found if key.startswith(OF_THE_OFFICE)}
    found |= {f"event.decision.{kind.value}" for kind in DecisionKind} | {"event.complaint.registered"}
    found |= {f"event.{kind.opening.event}" for kind in KINDS.values()}
    found |= {f"event.clock.{rung.value}" for rung in (Rung.NEAR, Rung.OVER, Rung.SUPERVISED)}
    assert len(found) > 20
    assert missing(found - of_office) == []


def test_every_reason_against_a_submission_has_a_sentence() -> None:
    found: set[str] = set()
    services = ROOT / "services"
    access = [*(services / "access").glob("*.py"), services / "worklist/task_permission.py"]
    for path in (*access, services / "views/task_page.py"):
        text = path.read_text("utf-8")
        found |= {f"why_not.{code}" for code in CONSTANT.findall(text)}
        for groups in REASON.findall(text):
            found |= {f"why_not.{code}" for code in groups if code}
    assert len(found) >= 8
    assert missing(found) == []


def test_every_act_has_a_name_and_every_reason_against_one_a_sentence() -> None:
    """What an act's `why_not` can say is a constant of its module or of the service behind it."""
    found = {f"act.{name}" for name in ACTS}
    for folder in ("acts", "beside", "case"):
        for path in (ROOT / "services" / folder).rglob("*.py"):
            if path.name == "reveal_identity.py":
                continue  # no act: it answers as a problem of its own
            for code in CONSTANT.findall(path.read_text("utf-8")):
                found.add(f"why_not.{code}")
    ends = {f"why_not.{code}" for code in END_REASONS}
    assert len(found) > 30
    assert missing(found - ends) == []
    assert missing({f"end_reason.{code}" for code in END_REASONS}) == []


def test_every_column_of_the_shipped_tables_has_a_name_in_chinese_and_english() -> None:
    keys: set[str] = set()
    for path in DECISIONS.glob("*.dmn"):
        words = read_table_words(path.read_bytes(), path.stem)
        assert all(words.rules.values()), "every shipped rule says what it is for"
        keys |= {f"decision_field.{field}" for field in (*words.inputs.values(), *words.outputs.values())}
        keys.add(f"decision_table.{path.stem}")
    assert len(keys) > 15
    for language in ("zh", "en"):
        assert sorted(keys - _catalogue(language).keys()) == []


def test_every_fault_of_an_owners_file_has_a_sentence() -> None:
    assert missing({f"fault.{code}" for code in REASONS}) == []


def test_what_a_complainant_reads_is_there_in_chinese_and_english() -> None:
    """Where it stands, what comes next, what was done."""
    keys = {f"citizen_next.{stage.value}" for stage in Stage} | {
        "citizen_next.supplement",
        "citizen_next.merged",
    }
    keys |= {f"citizen_stage.{stage.value}" for stage in Stage}
    keys |= {f"citizen_done.{form}" for form in ("supplement", "withdraw", "rate", "review")}
    keys |= {f"citizen_referral.{state}" for state in ("open", "signed", "answered", "returned", "lapsed")}
    keys |= {f"citizen_withdrawal.{state}" for state in ("open", "confirmed", "refused", "lapsed")}
    keys |= {f"citizen_supplement.{state}" for state in ("open", "answered", "expired", "lapsed")}
    keys |= {f"handover.{answer.value}" for answer in HandoverAnswer}
    steps = re.findall(r"[A-Z_]{4,}", ProgressStep.__doc__ or "")
    steps += [step.code for kind in KINDS.values() for step in kind.citizen_steps]
    keys |= {f"progress.{step}" for step in steps}
    assert len(steps) == len(set(steps)) > 25
    for language in ("zh", "en"):
        assert sorted(keys - _catalogue(language).keys()) == []


def test_every_incident_type_and_state_has_a_name() -> None:
    assert missing({f"incident.{kind.value}" for kind in ErrorType}) == []
    assert missing({f"instance_state.{state}" for state in ("ACTIVE", "COMPLETED", "TERMINATED")}) == []


def test_ratings_fields_of_the_identity_and_actors_have_names() -> None:
    assert missing({f"satisfaction.{value}" for value in ("5", "4", "3", "2", "1", "unrated")}) == []
    assert missing({f"identity.{field.value}" for field in PersonalField}) == []
    assert missing({"actor.citizen", "actor.system"}) == []


def test_the_letter_names_findings_disposals_and_methods_as_the_pages_do() -> None:
    """HS-14: the complainant reads the same word in the letter and beside it."""
    catalogue = _catalogue("zh")
    letter = {f"finding.{code.value}": word for code, word in FINDINGS.items()}
    letter |= {f"disposal.{code.value}": word for code, word in DISPOSALS.items()}
    letter |= {f"method.{code.value}": word for code, word in METHODS.items()}
    assert len(letter) == len(Finding) + len(Disposal) + len(Method)
    assert {key: catalogue[key] for key in letter} == letter

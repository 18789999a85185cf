"""Every code that a staff page shows has a Chinese name: elements, processes, events of the trail, reasons, errors."""

from __future__ import annotations

import re
from pathlib import Path

from api.i18n import has_text
from bpmn import names
from engine.state.incident import ErrorType
from models.lifecycle import DecisionKind, Rung
from models.masking import PersonalField

# Events of no single case stand on no case file.
OF_THE_OFFICE = ("event.account.", "event.organisation.", "event.calendar.", "event.keys.")
ROOT = Path(__file__).parents[2]
EVENT = re.compile(
    r'trail\.add\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"|^(?:REVEALED|BULLETIN) = "([a-z_.]+)"', re.M
)
REASON = re.compile(r'return "([A-Z_]{6,})"|else "([A-Z_]{6,})"|"([A-Z_]{6,})" if')


def missing(keys: set[str]) -> list[str]:
    return sorted(key for key in keys if not has_text(key))


def test_every_element_and_process_of_the_shipped_diagrams_has_its_chinese_name() -> None:
    elements: set[str] = set()
    for name, value in vars(names).items():
        if name.endswith("Element"):
            elements |= {f"element.{element.value}" for element in value}
    unnamed = {key for key in elements if re.match(r"element\.(Gateway_(Fork|Merge))", key)}
    assert len(elements) > 60
    assert missing(elements - unnamed) == []
    assert missing({f"process.{process.value}" for process in names.ProcessId}) == []


def test_every_event_of_a_case_has_a_name() -> None:
    found: set[str] = set()
    for path in (ROOT / "services").rglob("*.py"):
        for groups in EVENT.findall(path.read_text("utf-8")):
            found |= {f"event.{kind}" for kind in groups if kind}
    of_office = {key for key in found if key.startswith(OF_THE_OFFICE)}
    found |= {f"event.decision.{kind.value}" for kind in DecisionKind} | {"event.complaint.registered"}
    found |= {f"event.clock.{rung.value}" for rung in (Rung.NEAR, Rung.OVER, Rung.SUPERVISED)}
    assert len(found) > 20
    assert missing(found - of_office) == []


def test_every_reason_against_a_submission_has_a_sentence() -> None:
    found: set[str] = set()
    for path in ("services/worklist/task_permission.py", "services/views/task_page.py"):
        for groups in REASON.findall((ROOT / path).read_text("utf-8")):
            found |= {f"why_not.{code}" for code in groups if code}
    assert len(found) >= 8
    assert missing(found) == []


def test_every_incident_type_and_state_has_a_name() -> None:
    assert missing({f"incident.{kind.value}" for kind in ErrorType}) == []
    assert missing({f"instance_state.{state}" for state in ("ACTIVE", "COMPLETED", "TERMINATED")}) == []


def test_ratings_fields_of_the_identity_and_actors_have_names() -> None:
    assert missing({f"satisfaction.{value}" for value in ("5", "4", "3", "2", "1", "unrated")}) == []
    assert missing({f"identity.{field.value}" for field in PersonalField}) == []
    assert missing({"actor.citizen", "actor.system"}) == []

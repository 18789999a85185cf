"""Keeps what the decision tables suggested, for the form of the acceptance decision and for who asks why."""

from dataclasses import dataclass

from models.case.suggestion import Suggestion
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.suggestions.prepare_triage import read_facts
from services.unit_of_work import Unit, UnitOfWork

# Owners write the tables: what they put out is shown as it is when short, and refused when it is no code.
MAX_CODE = 40


@dataclass(frozen=True, slots=True)
class RecordSuggestion:
    """What the tables put out; None where no rule fits."""

    complaint_id: str
    category: str | None
    severity: str | None
    route: str | None
    unit: str | None
    complexity: str | None
    job: JobIdentity


def record_suggestion(command: RecordSuggestion, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Keep the suggestion, replacing an earlier one; InvalidInput for an output that is no short code."""
    with unit_of_work as unit:
        once_per_job(command.job, unit, lambda: _record(command, unit, actor))


def _record(command: RecordSuggestion, unit: Unit, actor: Actor) -> JobResult:
    complaint = get_complaint(command.complaint_id, unit)
    suggested = {
        "category": command.category,
        "severity": command.severity,
        "route": command.route,
        "unit": command.unit,
        "complexity": command.complexity,
    }
    too_long = [name for name, value in suggested.items() if value is not None and len(value) > MAX_CODE]
    if too_long:
        raise InvalidInput({f"suggested_{name}": "TOO_LONG" for name in too_long})
    row = unit.session.get(Suggestion, complaint.id)
    if row is None:
        row = Suggestion(complaint_id=complaint.id)
        unit.session.add(row)
    for name, value in suggested.items():
        setattr(row, name, value)
    row.made_at, row.rules, row.rules_kept_at = unit.clock.now(), None, None
    # Who asks why: the facts that the tables were asked with, and where the engine keeps the rules that fitted.
    row.versions = {
        "facts": read_facts(complaint.id, unit),
        "element_instance_key": command.job.element_instance_key,
    }
    unit.trail.add(complaint.id, "suggestion.made", suggested, actor)
    return {}

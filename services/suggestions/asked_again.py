"""Asks the decision tables again where a correction before the acceptance changed what they were asked with (DM-23).

Both answers stay, the first and the last; a person confirms one of them or chooses otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind
from models.case.respondent import Respondent
from models.case.suggestion import Suggestion
from models.ground.codes import Category
from models.ground.ids import new_id
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.casefile.outcome import list_undecided
from services.outbox.ask_tables import AGAIN, AskTables
from services.suggestions.prepare_triage import facts_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class SecondAnswer:
    """What the tables answered to the facts as they stand now.

    `complexity` is None where no rule fits, or for the reason `fault`; `versions` of the tables by their id.
    """

    complexity: str | None
    fault: str | None
    versions: Mapping[str, int]


def ask_tables_again(complaint: Complaint, unit: Unit) -> None:
    """Ask after the commit, where the class is still to be chosen and the last answer follows from other facts."""
    suggestion = unit.session.get(Suggestion, complaint.id)
    if (
        suggestion is None
        or complaint.accepted_at is not None
        or not list_undecided(list_matters(complaint.id, unit))
        or not is_corrected(complaint, suggestion, unit)
    ):
        return
    facts, decided = facts_of(complaint, unit), _read_decided(complaint, unit)
    message = AskTables(complaint_id=complaint.id, facts=facts, decided=decided)
    unit.outbox.add(message, f"{AskTables.KIND}:{new_id()}")


def is_corrected(complaint: Complaint, suggestion: Suggestion, unit: Unit) -> bool:
    """Whether split, category, severity or respondents are others than the tables were asked with at intake."""
    facts = (suggestion.versions or {}).get("facts")
    if not isinstance(facts, dict):
        return False
    units = _list_units(complaint.id, unit)
    now: dict[str, object] = {
        "claim_count": len(list_matters(complaint.id, unit)),
        "category_hint": (complaint.category or Category.NONE).value,
        "unit_count": len(units),
        "respondent_unit": units[0] if units else None,
    }
    # Tables of an earlier release were asked with fewer facts.
    if any(facts.get(name, value) != value for name, value in now.items()):
        return True
    return complaint.severity is not None and complaint.severity != suggestion.severity


def find_second_answer(complaint: Complaint, suggestion: Suggestion, unit: Unit) -> SecondAnswer | None:
    """The answer to what the file says now; None while it is asked, or when something was corrected since."""
    again = (suggestion.versions or {}).get(AGAIN)
    if (
        not isinstance(again, dict)
        or again.get("facts") != facts_of(complaint, unit)
        or again.get("decided") != _read_decided(complaint, unit)
    ):
        return None
    return SecondAnswer(again.get("complexity"), again.get("fault"), again.get("tables") or {})


def _read_decided(complaint: Complaint, unit: Unit) -> dict[str, object]:
    """Category and severity that a person said when he decided on other matters; they go before those of the tables."""
    if find_decision(complaint.id, DecisionKind.ACCEPTANCE, complaint.round, unit) is None:
        return {}
    said = {"category": complaint.category, "severity": complaint.severity}
    return {name: str(value) for name, value in said.items() if value is not None}


def _list_units(complaint_id: str, unit: Unit) -> list[str]:
    """The units complained about, each once, in the order in which the tables are told of them."""
    named = select(Respondent.unit).where(Respondent.complaint_id == complaint_id, Respondent.in_force())
    rows = unit.session.scalars(named.order_by(Respondent.no, Respondent.id))
    return list(dict.fromkeys(code for code in rows if code))

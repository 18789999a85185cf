"""Keeps with a suggestion which rules matched: the engine deletes its history, the file does not."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.case.suggestion import Suggestion
from models.ground.errors import NotFound
from services.ports.monitor import EvaluatedDecision, EvaluatedValue, MatchedRule, Monitor
from services.unit_of_work import UnitFactory

AT_ONCE = 20
# What the search does not show by then it shows no more.
GIVEN_UP_AFTER = timedelta(days=1)


def keep_rules_step(make_unit: UnitFactory, monitor: Monitor) -> int:
    """One round over suggestions that were made since; how many were kept. OutsideUnavailable while the engine is away."""
    with make_unit().reading() as unit:
        given_up = unit.clock.now() - GIVEN_UP_AFTER
        rows = unit.session.execute(
            select(Suggestion.complaint_id, Suggestion.made_at, Suggestion.versions)
            .where(Suggestion.rules_kept_at.is_(None))
            .order_by(Suggestion.made_at)
            .limit(AT_ONCE)
        ).all()
    kept = 0
    for complaint_id, made_at, versions in rows:
        found = list_evaluated(monitor, versions)
        if found or made_at < given_up:
            kept += _keep(complaint_id, made_at, found, make_unit)
    return kept


def list_evaluated(monitor: Monitor, versions: Mapping[str, object]) -> list[EvaluatedDecision]:
    """What the engine still has of the evaluation behind a suggestion; empty when that is nothing."""
    place = versions.get("element_instance_key")
    if not isinstance(place, str):
        return []
    try:
        return list(monitor.list_decisions(monitor.get_instance_key_of_element(place)))
    except NotFound:
        return []


def list_decisions(row: Suggestion, monitor: Monitor) -> list[EvaluatedDecision]:
    """The decisions behind a suggestion: as they were kept, else as the engine still has them. OutsideUnavailable."""
    if row.rules is None:
        return list_evaluated(monitor, row.versions)
    return [_read(decision) for decision in row.rules["decisions"]]


def _keep(
    complaint_id: str, made_at: datetime, found: list[EvaluatedDecision], make_unit: UnitFactory
) -> int:
    with make_unit() as unit:
        row = unit.session.get_one(Suggestion, complaint_id, with_for_update=True)
        if row.made_at != made_at:
            # Suggested anew meanwhile: the next round asks for that one.
            return 0
        row.rules = {
            "decisions": [asdict(one) | {"evaluated_at": one.evaluated_at.isoformat()} for one in found]
        }
        row.rules_kept_at = unit.clock.now()
    return 1


# Any: what `_keep` wrote, read back by the same release or a later one.
def _read(kept: Mapping[str, Any]) -> EvaluatedDecision:
    return EvaluatedDecision(
        **{
            **kept,
            "evaluated_at": datetime.fromisoformat(kept["evaluated_at"]),
            "inputs": tuple(EvaluatedValue(**value) for value in kept["inputs"]),
            "rules": tuple(
                MatchedRule(rule["id"], rule["position"], tuple(EvaluatedValue(**v) for v in rule["outputs"]))
                for rule in kept["rules"]
            ),
        }
    )

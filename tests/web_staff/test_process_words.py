"""What watchers of processes and readers of a case file meet beside codes of the case has a name in both languages."""

from __future__ import annotations

import pytest

from api.citizen import filing_form
from api.i18n import _catalogue
from engine.model.elements import ElementType
from models.case.lifecycle import RunEnd, RunReason
from services.outbox.complete_user_task import SUBMITTED_BEFORE_LOSS, UNTOLD
from services.reconcile.difference import Difference, Differing
from tests.contract.shipped import DIAGRAMS
from tests.contract.variables import names_written

# A run closes with these; the tasks that were open then end with them, as does the run itself.
ENDS_OF_A_RUN = tuple(RunEnd)
# What a worker or the outbox notes at a task that ended otherwise.
ENDS_OF_A_TASK = (
    "TASK_ENDED",
    "CASE_UNKNOWN",
    "NOT_SUBMITTED_HERE",
    "ENGINE_COMPLETED",
    "ENGINE_CANCELED",
    UNTOLD,
    SUBMITTED_BEFORE_LOSS,
)


def unnamed(keys: set[str], language: str) -> list[str]:
    return sorted(keys - _catalogue(language).keys())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_variable_of_the_shipped_diagrams_has_a_name(language: str) -> None:
    """UX-34: variables were read as raw ids."""
    names = {name for diagram in DIAGRAMS for name in names_written(diagram, DIAGRAMS)}
    assert len(names) > 60
    assert unnamed({f"variable.{name}" for name in names}, language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_element_has_a_name(language: str) -> None:
    """UX-8: an element that its owner did not name is called by its kind, not by its id."""
    assert unnamed({f"element_type.{kind.value}" for kind in ElementType}, language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_way_in_which_a_run_and_its_tasks_end_has_a_name(language: str) -> None:
    """UX-8: tasks of a run that was stopped ended as `cancelled`."""
    keys = {f"ended.{code}" for code in ENDS_OF_A_TASK}
    keys |= {f"{kind}.{reason.value}" for kind in ("ended", "run_end") for reason in ENDS_OF_A_RUN}
    assert unnamed(keys | {f"run_reason.{reason.value}" for reason in RunReason}, language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_difference_of_the_two_stores_has_a_name_and_a_cure(language: str) -> None:
    """What a repair leaves alone says so: all said that the command would mend it."""
    kinds = ("astray", "stuck_cure")
    assert unnamed({f"{kind}.{code.value}" for kind in kinds for code in Difference}, language) == []
    for code in Difference:
        names_it = "jieban reconcile --repair" in _catalogue(language)[f"stuck_cure.{code.value}"]
        assert names_it is Differing("", code, "").is_repaired, code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_of_the_filing_form_has_a_name_in_the_raw_material(language: str) -> None:
    """UX-30: what a page sent was read as JSON."""
    assert unnamed({f"raw_field.{name}" for name in filing_form._KEPT}, language) == []

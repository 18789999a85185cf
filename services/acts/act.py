"""One descriptor an act: what people may do in an open case beside the tasks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act_case import ActCase
from services.beside.sheets.leaving import Leaving
from services.forms.task_case import Answers
from services.tasks.extract import OF_THE_FILE, Extract


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Act:
    """An act by the id of its form; there is one object of each, in the module of its form.

    `roles` may take it, and the case's handler whatever his role where `handler_may`. `units_cases`: it is of the side of a
    unit, which sees no case file, and this is the condition on `complaint` that the unit may take it. `is_for_any_part`:
    also for those who have to do with a case that they may not read. `near_may`: also those who are near to whom it is about,
    so that a wrong respondent is not put beyond the reach of whoever reads it. `answers` are the paths that it reads,
    `required` those that it cannot do without wherever the form asks them. `page_order`: the lower, the further up among the
    acts of a case.

    `vaulted` are answers that go into the vault and nowhere else: the record of the act does not keep them.

    `find_stale` tells of answers that were written on a page which is out of date by now: the code of what has changed.

    `leaves` are the words that go to a unit with these answers, before third persons are cut; None where nothing does.

    `extract` is what whoever takes it reads beside its form, in this order; a unit sees what the form tells and no file.

    `context` is the data the form is shown with, `why_not` the code of the rule against the act at present, None when it may
    be taken, `apply` the effect of checked answers on the case: the ids of what came of it, by name.
    """

    form: ActId
    page_order: int
    roles: frozenset[Role]
    handler_may: bool
    answers: frozenset[str]
    context: Callable[[ActCase], Answers]
    why_not: Callable[[ActCase], str | None]
    apply: Callable[[ActCase, Answers], dict[str, str]]
    required: frozenset[str] = frozenset()
    vaulted: frozenset[str] = frozenset()
    units_cases: Callable[[str], ColumnElement[bool]] | None = None
    is_for_any_part: bool = False
    near_may: bool = False
    extract: tuple[Extract, ...] = (Extract.ASKED, *OF_THE_FILE)
    leaves: Callable[[ActCase, Answers], Leaving] | None = None
    find_stale: Callable[[ActCase, Mapping[str, object]], str | None] | None = None

    @property
    def is_units(self) -> bool:
        """Whether it is taken on the side of a unit, which sees no case file."""
        return self.units_cases is not None

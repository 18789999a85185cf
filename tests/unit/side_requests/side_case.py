"""An accepted case and the doors to its side requests, as the diagrams and people would use them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.ledger.trail_event import TrailEvent
from models.office.deployed_form import DeployedForm
from services.actor import Actor
from services.beside.sheets.settle_leaving import Decided
from services.once.once_per_job import JobIdentity
from services.tasks.registry import find_task_of_form
from services.unit_of_work import Unit
from services.worklist.submit_task import SubmitTask, SubmittedTask, submit_task
from tests.full_office import FullOffice
from tests.told_by_call import with_call
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import told

FORMS = Path(__file__).parents[3] / "bpmn" / "forms"


@dataclass
class SideCase:
    """One case; `instance` is the process instance that a job or task belongs to."""

    office: FullOffice
    complaint_id: str
    number: str
    query_code: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def unit(self) -> Iterator[tuple[Unit, Complaint]]:
        """A write unit with the case's row."""
        with self.office.unit_of_work() as unit:
            yield unit, unit.session.get_one(Complaint, self.complaint_id)

    def do(self, login: str, use_case: Callable[[Complaint, Unit, Actor], object]) -> object:
        """Run a use case of an open unit as this member of staff; returns the id of a row it gives."""
        actor = self.office.actor(login)
        with self.unit() as (unit, complaint):
            given = use_case(complaint, unit, actor)
            return getattr(given, "id", given)

    def job(self) -> JobIdentity:
        """A fresh job."""
        key = next(self.numbers)
        return JobIdentity(str(key), str(1000 + key), "complaint.test")

    def submit(
        self, form_id: str, login: str, instance: str, decided: Decided | None = None, **answers: object
    ) -> SubmittedTask:
        """Open the task in this instance and submit it."""
        command = SubmitTask(self.open_task(form_id, instance), with_call(answers), decided)
        return submit_task(command, self.office.unit_of_work(), self.office.actor(login))

    def open_task(self, form_id: str, instance: str) -> str:
        """An open task of a shipped form; its key."""
        shipped = find_task_of_form(form_id)
        assert shipped is not None, form_id
        key = str(9000 + next(self.numbers))
        with self.office.unit_of_work() as unit:
            if unit.session.get(DeployedForm, f"1{form_id}"[:20]) is None:
                schema = json.loads((FORMS / f"{form_id}.form").read_text("utf-8"))
                unit.session.add(
                    DeployedForm(
                        form_key=f"1{form_id}"[:20],
                        form_id=form_id,
                        version=1,
                        schema_json=schema,
                        seen_at=self.office.clock.now(),
                    )
                )
            unit.session.add(
                Task(
                    user_task_key=key,
                    complaint_id=self.complaint_id,
                    element_id=shipped.element.value,
                    process_instance_key=instance,
                    form_id=form_id,
                    form_version=1,
                    candidate_groups=[role.value for role in shipped.roles],
                    state=TaskState.OPEN,
                    created_at=self.office.clock.now(),
                )
            )
        return key

    def one(self, table: type, **where: object):  # type: ignore[no-untyped-def]  # a row of the table
        """The only row of a table for this case."""
        rows = self.office.rows(table, complaint_id=self.complaint_id, **where)
        assert len(rows) == 1, rows
        return rows[0]

    def clock(self, kind: str) -> Clock:
        """The only clock of this kind."""
        return self.one(Clock, kind=kind)

    def messages(self, name: str) -> list[dict[str, object]]:
        """What the engine gets of this message."""
        return told(self.office, name)

    def trail(self, kind: str) -> list[dict[str, object]]:
        """The payloads of this kind on the trail."""
        return [
            row.payload for row in self.office.rows(TrailEvent, complaint_id=self.complaint_id, kind=kind)
        ]


def side_case(office: FullOffice, **fields: object) -> SideCase:
    """File and accept a case of two matters, handled by xun.wenshi."""
    filed = office.file(**fields)
    accept(office, filed.complaint_id)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).handler_id = "xun.wenshi"
    return SideCase(office, filed.complaint_id, filed.number, filed.query_code)

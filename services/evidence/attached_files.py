"""Files that came with a form: whose they are and what they belong to, told of the items which they became."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.lifecycle import Stage
from services.actor import Actor
from services.evidence.evidence_rows import enter_files
from services.evidence.incoming_file import StoredFile
from services.evidence.items import NewItem, list_items, mark_addendum
from services.forms.task_case import texts_of
from services.unit_of_work import Unit

# The file field of the forms of this release.
FILES = "files"


class FormCase(Protocol):
    """The case of a task or an act whose form was submitted."""

    @property
    def unit(self) -> Unit:
        """The open unit."""

    @property
    def complaint(self) -> Complaint:
        """The case."""

    @property
    def actor(self) -> Actor:
        """Who submits."""


@dataclass(frozen=True, slots=True)
class AnsweredCase:
    """The case that an answer without a form belongs to."""

    unit: Unit
    complaint: Complaint
    actor: Actor


def attach_files(case: FormCase, answers: Mapping[str, object], told: NewItem) -> list[EvidenceItem]:
    """The items of the form's files, with what is told of them; to an archived file they come as an addendum, saying why."""
    return _tell(texts_of(dict(answers), FILES), case, told)


def enter_told_files(stored: Sequence[StoredFile], case: FormCase, told: NewItem) -> list[EvidenceItem]:
    """The same of files that come with an answer, which are of the case with it and not before."""
    return _tell(enter_files(case.complaint.id, stored, case.unit, case.actor), case, told)


def _tell(ids: Sequence[str], case: FormCase, told: NewItem) -> list[EvidenceItem]:
    items = [item for item in list_items(case.complaint.id, case.unit) if item.file_id in ids] if ids else []
    for item in items:
        item.kind, item.provider = told.kind or item.kind, told.provider or item.provider
        item.act_id, item.count = told.act_id or item.act_id, told.count
        item.matter_nos = sorted({*item.matter_nos, *told.matter_nos})
        item.is_original = told.is_original
        if case.complaint.stage is Stage.ARCHIVED:
            mark_addendum(item, told.addendum_reason or "", case.unit, case.actor)
    return items

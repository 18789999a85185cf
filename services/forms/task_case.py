"""What a task's form handler works on: the case, the task, the person and the open unit."""

from dataclasses import dataclass
from typing import Protocol

from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.left_words import UNDECIDED, Decisions
from services.actor import Actor
from services.unit_of_work import Unit

Answers = dict[str, object]
EngineVariables = dict[str, object]


@dataclass(frozen=True, slots=True)
class TaskCase:
    """One task being shown or submitted; `asked` are the names of the fields of the form that is submitted.

    `decided`: what becomes of words about third persons in what leaves with it.
    """

    unit: Unit
    complaint: Complaint
    task: Task
    actor: Actor
    asked: frozenset[str] = frozenset()
    decided: Decisions = UNDECIDED


class OfCase(Protocol):
    """Whatever stands in a case: the task of a form, an act, a part that is shown beside either."""

    @property
    def unit(self) -> Unit:
        """The open unit."""
        ...

    @property
    def complaint(self) -> Complaint:
        """The case."""
        ...


class OfForm(OfCase, Protocol):
    """The task or the act whose form is submitted."""

    @property
    def asked(self) -> frozenset[str]:
        """The names of the fields of this form."""
        ...


@dataclass(frozen=True, slots=True)
class JustACase:
    """A case where there is neither a task nor an act."""

    unit: Unit
    complaint: Complaint


def text_of(answers: Answers, key: str) -> str:
    """The text under this key, trimmed; empty when absent."""
    value = answers.get(key)
    return value.strip() if isinstance(value, str) else ""


def texts_of(answers: Answers, key: str) -> list[str]:
    """The list of texts under this key; empty when absent."""
    value = answers.get(key)
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def rows_of(answers: Answers, key: str) -> list[Answers]:
    """The rows of a list; empty when absent."""
    value = answers.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

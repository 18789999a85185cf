"""One descriptor a user task: everything about it that more than its own use case has to know, and where it is found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bpmn.names import ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.ground.codes import Role
from services.access.task_bars import FindBars
from services.beside.sheets.leaving import Leaving
from services.case.lawful_end import Lack
from services.forms.task_case import Answers, EngineVariables, TaskCase
from services.requests.request_kind import RequestKind
from services.tasks.extract import Extract

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NeededByLaw:
    """A diagram without the task is unlawful: `without` says in Chinese what is missing then.

    `article` is the clause that asks for it, empty where none is known: then the database does, which refuses with the lacks
    that the task `supplies`, or the request or proposal that would stay undecided.
    """

    without: str
    article: str = ""
    supplies: frozenset[Lack] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FormWork:
    """What takes the answers of a form: paths that it reads, and exactly the variables that it gives to the engine.

    `required` are those that it cannot do without wherever the form asks them. `context` is the data the form is shown
    with, `apply` the effect of checked answers on the case. `leaves` are the words that go to a unit with them, before third
    persons are cut; None where nothing does.
    """

    context: Callable[[TaskCase], Answers]
    apply: Callable[[TaskCase, Answers], EngineVariables]
    answers: frozenset[str] = NOTHING
    required: frozenset[str] = NOTHING
    outputs: frozenset[str] = NOTHING
    leaves: Callable[[TaskCase, Answers], Leaving] | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class UserTask(FormWork):
    """A user task of a shipped diagram; there is one object of each, in the module of its form.

    `roles` are offered it, the person designated for the case by a recorded decision too where it `is_handlers`; whom
    `find_bars` names may not do it. The `limit` that presses on it is the case's, or that of the `request` it works on.
    The respondent's own unit does those that are the `is_respondents`; its people do no other in the case.
    In one that `speaks_to_complainant` its holder must know whom. `reworks` is the decision that it makes anew after that
    was sent back. `kept_variables` are variables of the task that its row keeps. `extract` is what it decides on, shown
    beside its form in this order.
    """

    form: str
    process: ProcessId
    element: StrEnum
    roles: tuple[Role, ...]
    is_handlers: bool = False
    is_respondents: bool = False
    find_bars: FindBars | None = None
    request: RequestKind | None = None
    limit: ClockKind | None = None
    law: NeededByLaw | None = None
    speaks_to_complainant: bool = False
    reworks: DecisionKind | None = None
    kept_variables: frozenset[str] = NOTHING
    extract: tuple[Extract, ...]

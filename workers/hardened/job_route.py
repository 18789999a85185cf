"""One job type and the function that answers it; a router collects the functions of one diagram."""

import builtins
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar, get_type_hints

from pyzeebe import Job

from models.ground.errors import InvalidInput
from services.unit_of_work import UnitFactory


class RouteKind(StrEnum):
    """How a job is answered: with variables over gRPC, or with a verdict over REST (user task listeners)."""

    SERVICE = "service"
    LISTENER = "listener"


@dataclass(frozen=True, slots=True)
class Denial:
    """A listener's verdict against a change, with the reason its author is told (Chinese)."""

    reason: str


JobFunction = Callable[..., "Mapping[str, object] | Denial | None"]
Handler = Callable[[Job], "Mapping[str, object] | Denial | None"]
Function = TypeVar("Function", bound=Callable[..., object])

# Parameters of a job function that are no process variables.
OWN_PARAMETERS = frozenset({"job", "make_unit"})


@dataclass(frozen=True, slots=True)
class JobTask:
    """A job type with its function. `takes` are the process variables it is called with, by name and type."""

    type: str
    function: JobFunction
    kind: RouteKind
    takes: Mapping[str, builtins.type]
    fetches: tuple[str, ...]


@dataclass(slots=True)
class JobRouter:
    """The job functions of one diagram. Each job type has exactly one."""

    tasks: list[JobTask] = field(default_factory=list)

    def job(self, job_type: str) -> Callable[[Function], Function]:
        """Answer jobs of this type with the function's returned variables."""
        return self._adder(job_type, RouteKind.SERVICE, ())

    def listener(self, job_type: str, *, fetches: tuple[str, ...] = ()) -> Callable[[Function], Function]:
        """Answer listener jobs of this type: None lets the change pass, a Denial does not."""
        return self._adder(job_type, RouteKind.LISTENER, fetches)

    def _adder(
        self, job_type: str, kind: RouteKind, fetches: tuple[str, ...]
    ) -> Callable[[Function], Function]:
        def add(function: Function) -> Function:
            if any(task.type == job_type for task in self.tasks):
                raise ValueError(f"two workers for {job_type}")
            hints = get_type_hints(function)
            takes = {
                name: hints[name]
                for name in inspect.signature(function).parameters
                if name not in OWN_PARAMETERS
            }
            task = JobTask(str(job_type), function, kind, takes, (*takes, *fetches))  # type: ignore[arg-type]  # returns a JobFunction
            self.tasks.append(task)
            return function

        return add


@dataclass(frozen=True, slots=True)
class JobRoute:
    """A job task bound to the office's database."""

    job_type: str
    handler: Handler
    kind: RouteKind
    fetches: tuple[str, ...]
    timeout_ms: int = 30_000
    max_running: int = 8


def bind(task: JobTask, make_unit: UnitFactory) -> JobRoute:
    """The task's route; its function is called with the variables checked against their types."""

    def handle(job: Job) -> Mapping[str, object] | Denial | None:
        return task.function(**_arguments(task, job), job=job, make_unit=make_unit)

    return JobRoute(task.type, handle, task.kind, task.fetches)


def _arguments(task: JobTask, job: Job) -> dict[str, object]:
    """The variables by name; InvalidInput names those that are missing or of another type, never their values."""
    values: dict[str, object] = {name: job.variables.get(name) for name in task.takes}
    wrong = {
        name: "WRONG_TYPE"
        for name, kind in task.takes.items()
        if not isinstance(values[name], kind) or (isinstance(values[name], bool) and kind is not bool)
    }
    if wrong:
        raise InvalidInput(wrong)
    return values

"""One descriptor a kind of request: everything about it that more than its own room has to know, and where it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpmn.names import MessageName
from models.beside.side_request import SideRequest
from models.case.lifecycle import ClockKind, Stage
from services.unit_of_work import Unit

NO_STAGE: frozenset[Stage] = frozenset()
ARCHIVE = frozenset({Stage.ARCHIVED})


@dataclass(frozen=True, slots=True, eq=False)
class RequestKind:
    """A kind of request that runs beside the way of a case; there is one object of each.

    `name` is its code in trail, catalogue and documents. `task_clocks` names by user task the limit that presses on it.
    `answered_by` is the message that the window of a stage waits for, None for a kind that no window waits for.
    `clock_columns` hold the limits that a row opened. `after_lapse` is done when an open one has lapsed.
    """

    name: str
    table: type[SideRequest]
    task_clocks: Mapping[str, ClockKind] = field(default_factory=dict)
    clock_columns: tuple[str, ...] = ("own_clock_id",)
    answered_by: MessageName | None = None
    lapses_on_leaving: frozenset[Stage] = NO_STAGE
    lapses_on_entering: frozenset[Stage] = ARCHIVE
    has_own_process: bool = False
    after_lapse: Callable[[SideRequest, Unit], None] | None = None

    @property
    def outlives_case(self) -> bool:
        """Whether it goes on after the archive."""
        return Stage.ARCHIVED not in self.lapses_on_entering

    @property
    def clock_kinds(self) -> frozenset[ClockKind]:
        """The limits that its requests open."""
        return frozenset(self.task_clocks.values())

    def own_clocks_of(self, row: SideRequest) -> tuple[str | None, ...]:
        """The ids of the limits that this request opened, None for one that it has not."""
        return tuple(getattr(row, column) for column in self.clock_columns)

    def lapses_between(self, left: Stage, entered: Stage) -> bool:
        """Whether an open one lapses when a case goes from one stage to another."""
        return left in self.lapses_on_leaving or entered in self.lapses_on_entering

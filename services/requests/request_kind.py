"""One descriptor a kind of request: everything about it that more than its own room has to know, and where it is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from bpmn.names import MessageName
from models.beside.side_request import SideRequest
from models.case.lifecycle import ClockKind, ClockPauseReason, Stage
from services.unit_of_work import Unit

NO_STAGE: frozenset[Stage] = frozenset()
ARCHIVE = frozenset({Stage.ARCHIVED})
LAST = 1_000


def columns(*names: str, **renamed: str) -> Mapping[str, str]:
    """What is told of a request: by its name there the attribute of the row; most are called alike."""
    return {**{name: name for name in names}, **renamed}


@dataclass(frozen=True, slots=True)
class Opening:
    """What is told when a request is opened: `event` to the trail, `message` to the diagrams.

    `id_name` is what both call its id; `told` and `sent` is what they get besides. `holds`: why the limits of the stage
    stand still for this request, None when they run on; `holds_once`: none of them twice for this reason.
    """

    event: str
    id_name: str
    message: MessageName
    told: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    holds: Callable[[SideRequest], ClockPauseReason | None] | None = None
    holds_once: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Somebody outside may answer until the moment in the column `ends_at`; `name` is its code in lists and catalogue.

    `is_waiting`: the open rows for which it counts, all of them by default.
    """

    name: str
    ends_at: str = "window_ends_at"
    is_waiting: Callable[[], ColumnElement[bool]] | None = None


@dataclass(frozen=True, slots=True)
class CitizenStep:
    """A step that the complainant reads with its date: the column `at` of each request of which all of `when` holds."""

    code: str
    at: str
    when: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class RequestKind:
    """A kind of request that runs beside the way of a case; there is one object of each.

    `name` is its code in trail, catalogue and documents, `room` the folder of its use cases in services/beside, by default
    alike. `clocks` are its limits by the column that holds their ids, the first of them opens with the request; its user
    tasks say which of them presses on each. `answered_by` is the message that the window of a stage waits for, None for a
    kind that no window waits for. `after_lapse` is done when an open one has lapsed.
    `view_columns` are what programs read besides what every request has: codes, numbers and moments, no free text.
    `unit_column` holds the unit of the centre that has a part in the case by it.
    A sheet names a request by the number of its case, `reference_letter` and its own. `page_order`: the lower, the
    further up on the page of the case.
    """

    name: str
    table: type[SideRequest]
    opening: Opening
    room: str = ""
    clocks: Mapping[str, ClockKind] = field(default_factory=dict)
    answered_by: MessageName | None = None
    lapses_on_leaving: frozenset[Stage] = NO_STAGE
    lapses_on_entering: frozenset[Stage] = ARCHIVE
    has_own_process: bool = False
    after_lapse: Callable[[SideRequest, Unit], None] | None = None
    view_columns: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    citizen_steps: tuple[CitizenStep, ...] = ()
    reference_letter: str = ""
    unit_column: str | None = None
    page_order: int = LAST

    @property
    def listed_as(self) -> str:
        """What programs read its requests by."""
        return f"{self.table.__tablename__}s"

    @property
    def outlives_case(self) -> bool:
        """Whether it goes on after the archive."""
        return Stage.ARCHIVED not in self.lapses_on_entering

    @property
    def opening_column(self) -> str | None:
        """The column of the limit that opens with the request; None for a kind without."""
        return next(iter(self.clocks), None)

    @property
    def clock_kinds(self) -> frozenset[ClockKind]:
        """The limits that its requests open."""
        return frozenset(self.clocks.values())

    def own_clocks_of(self, row: SideRequest) -> tuple[str | None, ...]:
        """The ids of the limits that this request opened, None for one that it has not."""
        return tuple(getattr(row, column) for column in self.clocks)

    def lapses_between(self, left: Stage, entered: Stage) -> bool:
        """Whether an open one lapses when a case goes from one stage to another."""
        return left in self.lapses_on_leaving or entered in self.lapses_on_entering

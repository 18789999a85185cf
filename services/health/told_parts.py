"""The parts of the office as an administrator is told of them: alive, degraded or away, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.ground.codes import Role
from models.ground.release import RELEASE
from models.store.migrations import head_revision
from services.actor import Actor, require_role
from services.health.office_figures import LATE_AFTER
from services.health.office_state import CLOCK, DATABASE, DISK, ENGINE, STORE, WORKERS
from services.health.side_watch import FIGURES, KEYS, PICTURES, SCANNER, SEARCH
from services.health.watched_part import Figures, Part, PartStatus

# Of the figures of the database: what waits to be told, and limits and cases that nobody took up.
OUTBOX, LIMITS, WEB = "outbox", "limits", "web"
# A worker that lives and has not asked for work for so long does not reach the engine.
POLLS_WITHIN_SECONDS = 60.0
_ORDER = (
    WEB,
    DATABASE,
    ENGINE,
    STORE,
    WORKERS,
    OUTBOX,
    LIMITS,
    SEARCH,
    FIGURES,
    CLOCK,
    DISK,
    KEYS,
    SCANNER,
    PICTURES,
)


class Wellness(StrEnum):
    """`unknown`: no answer came in time; `not_set_up`: the office has no such part."""

    ALIVE = "alive"
    DEGRADED = "degraded"
    AWAY = "away"
    UNKNOWN = "unknown"
    NOT_SET_UP = "not_set_up"


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One part; `seconds` since it was last seen to serve, or since what waits has waited; None when not known."""

    name: str
    wellness: Wellness
    seconds: float | None = None
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldOffice:
    """All parts, in the order in which one leans on the other; `schema` None while the database is away."""

    parts: tuple[ToldPart, ...]
    release: str
    schema: str | None
    newest_schema: str

    def count(self, *kinds: Wellness) -> int:
        """How many parts are so."""
        return sum(part.wellness in kinds for part in self.parts)


def tell_parts(seen: Mapping[str, Part], find_age: Callable[[str], float | None], actor: Actor) -> ToldOffice:
    """What the watches saw, told; `find_age` gives the seconds since a part was last seen to serve.

    NotPermitted for others than administrators.
    """
    require_role(actor, Role.ADMINISTRATOR)
    told = {name: _of(name, part, find_age(name)) for name, part in seen.items()}
    told[WEB] = ToldPart(WEB, Wellness.ALIVE)
    told[OUTBOX] = _outbox(seen[DATABASE])
    told[LIMITS] = _limits(seen[DATABASE])
    told[SCANNER] = told.get(SCANNER, ToldPart(SCANNER, Wellness.NOT_SET_UP))
    schema = seen[DATABASE].figures.get("schema")
    return ToldOffice(
        tuple(told[name] for name in _ORDER if name in told),
        RELEASE,
        None if schema is None else str(schema),
        head_revision(),
    )


def _of(name: str, part: Part, unserved: float | None) -> ToldPart:
    if part.status is PartStatus.SILENT:
        return ToldPart(name, Wellness.UNKNOWN, unserved, part.figures)
    if part.status is PartStatus.DOWN:
        # A full disk and a wrong clock are there, whoever runs holds the keys, figures are behind: not to be leaned on.
        kind = Wellness.DEGRADED if name in (DISK, CLOCK, KEYS, FIGURES, STORE) else Wellness.AWAY
        return ToldPart(name, kind, unserved, part.figures)
    return ToldPart(name, _hidden_trouble(name, part.figures), None, part.figures)


def _hidden_trouble(name: str, figures: Figures) -> Wellness:
    """A part that answers may be ill all the same."""
    ill = {
        ENGINE: _number(figures, "resting_instances") > 0,
        WORKERS: _number(figures, "last_poll_seconds") > POLLS_WITHIN_SECONDS,
    }
    return Wellness.DEGRADED if ill.get(name) else Wellness.ALIVE


def _outbox(database: Part) -> ToldPart:
    if database.status is not PartStatus.OK:
        return ToldPart(OUTBOX, Wellness.UNKNOWN)
    oldest = _number(database.figures, "oldest_unsent_seconds")
    is_late = oldest > LATE_AFTER.total_seconds()
    is_ill = is_late or _number(database.figures, "held") > 0
    wellness = Wellness.DEGRADED if is_ill else Wellness.ALIVE
    return ToldPart(OUTBOX, wellness, oldest if is_late else None, database.figures)


def _limits(database: Part) -> ToldPart:
    if database.status is not PartStatus.OK:
        return ToldPart(LIMITS, Wellness.UNKNOWN)
    is_ill = any(_number(database.figures, name) > 0 for name in ("late_limits", "cases_without_run"))
    return ToldPart(LIMITS, Wellness.DEGRADED if is_ill else Wellness.ALIVE, None, database.figures)


def _number(figures: Figures, name: str) -> float:
    value = figures.get(name)
    return float(value) if isinstance(value, int | float) else 0.0

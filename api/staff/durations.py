"""How long the steps of one version of a process usually take, measured on the newest element instances that ended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from statistics import median

from api.context import monitor
from api.i18n import gettext
from api.moments import lasting

PAGE = 500
# Four requests; of a process that runs often these are its last weeks.
MOST_MEASURED = 2_000
_WORK = frozenset(
    {
        "USER_TASK", "SERVICE_TASK", "SEND_TASK", "RECEIVE_TASK", "SCRIPT_TASK", "BUSINESS_RULE_TASK", "MANUAL_TASK",
        "TASK", "CALL_ACTIVITY", "SUB_PROCESS", "INTERMEDIATE_CATCH_EVENT",
    }
)  # fmt: skip
# From which share of the slowest median on a step is this warm.
_STEPS = ((5, 0.5), (4, 0.2), (3, 0.05), (2, 0.01))


@dataclass(frozen=True, slots=True)
class Duration:
    """Half were done in `median` seconds, nine of ten in `most`; `heat` 5 is the slowest of the process."""

    element_id: str
    name: str
    kind: str
    number: int
    median: float
    most: float
    heat: int

    @property
    def label(self) -> str:
        """Both figures and the step of heat, in words: two lines, as wide as a step is drawn."""
        return gettext(
            "%(heat)d/5 · half %(median)s\n90 %% %(most)s",
            heat=self.heat,
            median=lasting(self.median),
            most=lasting(self.most),
        )


@dataclass(frozen=True, slots=True)
class Durations:
    """The slowest first; `measured` of `total` element instances that ended."""

    rows: tuple[Duration, ...]
    measured: int
    total: int


def measure_durations(definition_key: str) -> Durations:
    """What completed, at steps that do or wait; gateways and events that pass at once are left out."""
    conditions = {"processDefinitionKey": definition_key, "state": "COMPLETED"}
    seconds, about = defaultdict[str, list[float]](list), dict[str, tuple[str, str]]()
    measured = total = 0
    while measured < MOST_MEASURED:
        part = monitor().search_elements(conditions, start=measured, limit=PAGE, is_newest_first=True)
        measured, total = measured + len(part.items), part.total
        for item in part.items:
            if item.ended_at is not None and item.element_type in _WORK:
                seconds[item.element_id].append((item.ended_at - item.started_at).total_seconds())
                about[item.element_id] = (item.element_name, item.element_type)
        if len(part.items) < PAGE:
            break
    medians = {name: median(found) for name, found in seconds.items()}
    slowest = max(medians.values(), default=0.0)
    rows = [
        Duration(name, *about[name], len(found), medians[name], _ninety(found), _heat(medians[name], slowest))
        for name, found in seconds.items()
    ]
    return Durations(tuple(sorted(rows, key=lambda row: (-row.median, row.element_id))), measured, total)


def _ninety(seconds: list[float]) -> float:
    return sorted(seconds)[ceil(0.9 * len(seconds)) - 1]


def _heat(seconds: float, slowest: float) -> int:
    share = seconds / slowest if slowest else 0.0
    return next((step for step, least in _STEPS if share >= least), 1)

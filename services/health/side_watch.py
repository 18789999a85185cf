"""Parts that people lean on and that no readiness counts: keys, scanner of uploads, drawing of pictures, search, figures.

Nothing here is asked by `/readyz`: only the page of administrators looks, each part beside the page and not often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from models.office.standstill import StandstillKind, StandstillLook
from models.vault.key_file import load_key_file
from services.figures.counted_until import TAKEN_IN_WITHIN, find_uncounted
from services.health.last_served import LastServed
from services.health.watched_part import Look, Part, WatchedPart
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork

KEYS, SCANNER, PICTURES, SEARCH, FIGURES = "keys", "scanner", "pictures", "search", "figures"
# A picture starts a process, a scan opens a connection.
_FRESH_SECONDS = 30.0
# Longer than the workers' look at a full office takes with its rest.
_SEARCHED_WITHIN = 300.0
# One white pixel.
_SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class SideParts:
    """What is set up; `key_file` None where the keys lie elsewhere, `has_scanner`: a program scans uploads."""

    key_file: Path | None
    has_scanner: bool
    served: LastServed


class SideWatch:
    """One for a process, made after any fork, as OfficeWatch."""

    def __init__(self, make_unit: Callable[[], UnitOfWork], ports: Ports, side: SideParts) -> None:
        """The same ports and units as the pages have."""
        self._make_unit = make_unit
        self._ports = ports
        looks: dict[str, Callable[[], Look]] = {
            PICTURES: self._look_at_pictures,
            SEARCH: self._look_at_search,
            FIGURES: self._look_at_figures,
        }
        if side.key_file is not None:
            looks[KEYS] = partial(_look_at_keys, side.key_file)
        if side.has_scanner:
            looks[SCANNER] = self._look_at_scanner
        noting = side.served.noting
        self._parts = [WatchedPart(name, noting(name, look), _FRESH_SECONDS) for name, look in looks.items()]

    def begin(self) -> None:
        """Have a look at each that was not looked at lately; returns at once."""
        for watched in self._parts:
            watched.begin()

    def read(self, seconds: float) -> Mapping[str, Part]:
        """The parts at present, within `seconds` whatever is frozen; one that is not set up is absent."""
        until = time.monotonic() + seconds
        self.begin()
        return {watched.name: watched.part(until) for watched in self._parts}

    def _look_at_scanner(self) -> Look:
        self._ports.virus_scan.find_threat(BytesIO(b"jieban"))
        return Look(serves=True)

    def _look_at_pictures(self) -> Look:
        self._ports.pictures.redraw(BytesIO(_SMALLEST_PNG), "image/png")
        return Look(serves=True)

    def _look_at_search(self) -> Look:
        """How long ago the workers read the engine's incidents to their end, which its search tells."""
        with self._make_unit().reading() as unit:
            look = unit.session.get(StandstillLook, StandstillKind.INCIDENT)
            if look is None:
                return Look(serves=False)
            seconds = (unit.ports.system_clock.now() - look.looked_at).total_seconds()
        return Look(seconds < _SEARCHED_WITHIN, {"looked_seconds": round(seconds, 1)})

    def _look_at_figures(self) -> Look:
        """Whether what happened a while ago is counted; an office in which nothing ever happened has nothing to count."""
        mark = self._ports.figures.find_mark()
        with self._make_unit().reading() as unit:
            uncounted = find_uncounted(mark, unit)
            return Look(uncounted is None or unit.clock.now() - uncounted < TAKEN_IN_WITHIN)


def _look_at_keys(key_file: Path) -> Look:
    """The file as the next start would read it: processes that run go on with the keys they hold."""
    load_key_file(key_file)
    return Look(serves=True)

"""Which closed files a round draws: by strata, in proportion, by a seed; same seed and same files, same sample."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import at_time
from models.ground.file_review_codes import Stratum
from services.access.restricted import is_restricted
from services.unit_of_work import Unit

# What has no value of a stratum.
NONE = "none"
Key = tuple[str, ...]
_COLUMNS = {
    Stratum.UNIT: Complaint.handling_unit,
    Stratum.CATEGORY: Complaint.category,
    Stratum.OUTCOME: Complaint.outcome,
    Stratum.CHANNEL: Complaint.channel,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """`drawn` in the order of their numbers; `counts` say of each stratum how many files there are and how many were drawn."""

    drawn: Sequence[tuple[str, Key]]
    counts: Mapping[Key, tuple[int, int]]
    digest: str

    @property
    def population(self) -> int:
        """How many files could be drawn."""
        return sum(files for files, _ in self.counts.values())


def list_population(begins_on: date, ends_on: date, strata: Sequence[Stratum], unit: Unit) -> dict[str, Key]:
    """The stratum of each file that was closed on these days; not destroyed, and for no named readers alone."""
    rows = unit.session.execute(
        select(Complaint.id, *(_COLUMNS[one] for one in strata)).where(
            Complaint.closed_at >= at_time(begins_on, "00:00"),
            Complaint.closed_at < at_time(ends_on + timedelta(days=1), "00:00"),
            Complaint.stage == Stage.ARCHIVED,
            Complaint.destroyed_at.is_(None),
            ~is_restricted(),
        )
    )
    return {case: tuple(str(code) if code is not None else NONE for code in codes) for case, *codes in rows}


def draw_sample(population: Mapping[str, Key], size: int, seed: str) -> Sample:
    """`size` of them, or all where there are fewer.

    Each stratum has its share of the sample, rounded by the largest remainder; within a stratum those come first whose
    digest with the seed is smallest, so that nobody chooses and everybody can repeat it.
    """
    strata: dict[Key, list[str]] = {}
    for case, key in population.items():
        strata.setdefault(key, []).append(case)
    shares = _share({key: len(cases) for key, cases in strata.items()}, min(size, len(population)))
    drawn = [
        (case, key)
        for key in sorted(strata)
        for case in sorted(strata[key], key=lambda one: _rank(seed, one))[: shares[key]]
    ]
    told = "\n".join(f"{case} {' '.join(population[case])}" for case in sorted(population))
    counts = {key: (len(strata[key]), shares[key]) for key in sorted(strata)}
    return Sample(drawn, counts, hashlib.sha256(told.encode()).hexdigest())


def _share(files: Mapping[Key, int], size: int) -> dict[Key, int]:
    total = sum(files.values())
    if not total:
        return {}
    shares = {key: number * size // total for key, number in files.items()}
    by_remainder = sorted(files, key=lambda key: (-(files[key] * size % total), key))
    for key in by_remainder[: size - sum(shares.values())]:
        shares[key] += 1
    return shares


def _rank(seed: str, case: str) -> str:
    return hashlib.sha256(f"{seed}:{case}".encode()).hexdigest()

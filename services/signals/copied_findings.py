"""The same or nearly the same text of findings in different cases, of who wrote the later one.

Lawful: members of one mass complaint and cases merged into each other; texts too short to be said otherwise; the same case
found anew; what five people or more write alike. The text is read to be hashed and is kept nowhere: prints are keyed
(models/case/finding_print.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.decision import Decision
from models.case.finding_print import FindingBand, FindingPrint, bands_of, likeness, sign_text
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.ground.signal_codes import SignalCode
from models.vault.keyring import get_keyring
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

ALIKE = 0.75
# What so many people write alike is a form of words of the office, and says nothing of who uses it.
FORM_OF_WORDS = 5
# A band that more texts have is a common phrase, and alone tells no copy.
_CROWD = 500


@dataclass(frozen=True, slots=True)
class Print:
    """One text as it is told from others."""

    complaint_id: str
    matter_no: int
    person: str
    at: datetime
    signature: str

    @property
    def order(self) -> tuple[datetime, str, int]:
        """The later one is the copy."""
        return self.at, self.complaint_id, self.matter_no


def read_prints(ids: Sequence[str], unit: Unit) -> list[Print]:
    """Of the findings of these cases as they stand now."""
    last = {
        row.complaint_id: row
        for row in unit.session.execute(
            select(Decision.complaint_id, Decision.by, Decision.at)
            .where(Decision.complaint_id.in_(ids), Decision.kind == DecisionKind.FINDINGS)
            .order_by(Decision.round)
        )
    }
    carried = set(
        unit.session.scalars(
            select(GroupMember.complaint_id).where(
                GroupMember.complaint_id.in_(last), GroupMember.left_at.is_(None)
            )
        )
    )
    found, keyring = [], get_keyring()
    rows = unit.session.execute(
        select(Matter.complaint_id, Matter.no, Matter.facts).where(
            Matter.complaint_id.in_(set(last) - carried), Matter.finding.is_not(None)
        )
    )
    for case, no, facts in rows:
        signature = sign_text(facts, keyring) if facts else None
        if signature is not None:
            found.append(Print(case, no, last[case].by, last[case].at, signature))
    return found


def keep_prints(ids: Sequence[str], prints: Sequence[Print], unit: Unit) -> None:
    """In the place of those that these cases had."""
    for table in (FindingBand, FindingPrint):
        unit.session.execute(delete(table).where(table.complaint_id.in_(ids)))
    if prints:
        columns = ("complaint_id", "matter_no", "person", "at", "signature")
        unit.session.execute(
            insert(FindingPrint), [{name: getattr(one, name) for name in columns} for one in prints]
        )
        bands = [
            {"complaint_id": one.complaint_id, "matter_no": one.matter_no, "band": band, "value": value}
            for one in prints
            for band, value in enumerate(bands_of(one.signature))
        ]
        unit.session.execute(insert(FindingBand), bands)


def judge_prints(prints: Sequence[Print], unit: Unit) -> Iterator[Looked]:
    """Texts of these prints, and those kept before to which one of them turns out to be the earlier one."""
    ids = {one.complaint_id for one in prints}
    kept = _list_likes(prints, ids, unit)
    groups = _map_families([*ids, *(one.complaint_id for one in kept)], unit)
    fresh = {(one.complaint_id, one.matter_no): one for one in prints}
    everyone = _by_band([*prints, *kept])
    told: dict[tuple[str, int], Looked] = {}
    for one in prints:
        alike = [
            other
            for other in _candidates(one, everyone)
            if groups.get(other.complaint_id, other.complaint_id)
            != groups.get(one.complaint_id, one.complaint_id)
            and likeness(one.signature, other.signature) >= ALIKE
        ]
        told[(one.complaint_id, one.matter_no)] = _look(one, alike)
        for later in alike:
            key = (later.complaint_id, later.matter_no)
            if later.order > one.order and key not in fresh and not _is_form_of_words(one, alike):
                told[key] = _look(later, [one])
    yield from told.values()


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Findings of these cases beside all others."""
    yield from judge_prints(read_prints(ids, unit), unit)


def _look(one: Print, alike: Sequence[Print]) -> Looked:
    earlier = sorted((other for other in alike if other.order < one.order), key=lambda other: other.order)
    found: tuple[Evidence, ...] = ()
    if earlier and not _is_form_of_words(one, alike):
        copies = (Evidence("same_text", other.at, other.complaint_id) for other in earlier[:9])
        found = (Evidence("findings_recorded", one.at), *copies)
    return Looked(one.complaint_id, f"m{one.matter_no}", one.person, one.at, found)


def _is_form_of_words(one: Print, alike: Sequence[Print]) -> bool:
    return len({one.person, *(other.person for other in alike)}) >= FORM_OF_WORDS


def _by_band(prints: Iterable[Print]) -> Mapping[str, list[Print]]:
    found: defaultdict[str, list[Print]] = defaultdict(list)
    for one in prints:
        for value in bands_of(one.signature):
            found[value].append(one)
    return found


def _candidates(one: Print, everyone: Mapping[str, list[Print]]) -> list[Print]:
    seen = {
        (other.complaint_id, other.matter_no): other
        for value in bands_of(one.signature)
        for other in everyone.get(value, ())
        if other.complaint_id != one.complaint_id
    }
    return list(seen.values())


def _list_likes(prints: Sequence[Print], ids: set[str], unit: Unit) -> list[Print]:
    """What was kept before of other cases, with a band in common; of a band that a crowd shares those that share most bands."""
    bands = {value for one in prints for value in bands_of(one.signature)}
    crowded = _list_crowded(sorted(bands), unit)
    rare, keys = sorted(bands - crowded), set[tuple[str, int]]()
    for start in range(0, len(rare), 500):
        rows = unit.session.execute(
            select(FindingBand.complaint_id, FindingBand.matter_no)
            .where(FindingBand.value.in_(rare[start : start + 500]))
            .distinct()
        )
        keys.update((case, no) for case, no in rows)
    # Texts with the same common phrases are asked for once.
    for shared in {frozenset(crowded.intersection(bands_of(one.signature))) for one in prints} - {
        frozenset()
    }:
        keys |= _list_nearest(shared, unit)
    return _read_kept({key for key in keys if key[0] not in ids}, unit)


def _list_crowded(values: Sequence[str], unit: Unit) -> set[str]:
    """Those of these bands that too many texts have for each of them to be compared."""
    found: set[str] = set()
    for start in range(0, len(values), 500):
        found.update(
            unit.session.scalars(
                select(FindingBand.value)
                .where(FindingBand.value.in_(values[start : start + 500]))
                .group_by(FindingBand.value)
                .having(func.count() > _CROWD)
            )
        )
    return found


def _list_nearest(shared: Collection[str], unit: Unit) -> set[tuple[str, int]]:
    """Who shares most of these bands: a copy shares several, a common phrase alone one or two."""
    rows = unit.session.execute(
        select(FindingBand.complaint_id, FindingBand.matter_no)
        .where(FindingBand.value.in_(sorted(shared)))
        .group_by(FindingBand.complaint_id, FindingBand.matter_no)
        .order_by(func.count().desc(), FindingBand.complaint_id, FindingBand.matter_no)
        .limit(_CROWD)
    )
    return {(case, no) for case, no in rows}


def _read_kept(keys: set[tuple[str, int]], unit: Unit) -> list[Print]:
    """The prints of these matters."""
    cases, found = sorted({case for case, _ in keys}), list[Print]()
    for start in range(0, len(cases), 500):
        likes = unit.session.scalars(
            select(FindingPrint).where(FindingPrint.complaint_id.in_(cases[start : start + 500]))
        )
        found += [
            Print(row.complaint_id, row.matter_no, row.person, row.at, row.signature)
            for row in likes
            if (row.complaint_id, row.matter_no) in keys
        ]
    return found


def _map_families(ids: Sequence[str], unit: Unit) -> dict[str, str]:
    """By case the mass complaint that it belongs or belonged to, else the case that it went into."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        merged = select(Complaint.id, Complaint.merged_into).where(
            Complaint.id.in_(part), Complaint.merged_into.is_not(None)
        )
        numbers = {case: number for case, number in unit.session.execute(merged) if number is not None}
        into = select(Complaint.number, Complaint.id).where(Complaint.number.in_(set(numbers.values())))
        names = {number: case for number, case in unit.session.execute(into)}
        found |= {case: names.get(number, case) for case, number in numbers.items()}
        members = select(GroupMember.complaint_id, GroupMember.leading_id).where(
            GroupMember.complaint_id.in_(part)
        )
        found |= {case: leading for case, leading in unit.session.execute(members)}
    return found


RULE = SignalRule(SignalCode.COPIED_FINDINGS, judge)

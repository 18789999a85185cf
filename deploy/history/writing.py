"""Writes complaints of a past as whole portions: each is there with all its rows and its part of the trail, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from deploy.history.asked import Asked
from deploy.history.life import Life, live
from deploy.history.places import Places
from deploy.history.plan import Plan
from deploy.history.rows import CaseRows, Rows
from deploy.history.rows_closed import enter_case
from deploy.history.words import Words
from models.case.case_text import CasePair, CaseText, digest_pair, pairs_of
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.case.number_series import lock_series
from models.clock.legal_time import to_beijing
from models.ground.ids import ComplaintId
from models.ledger.trail_event import GENESIS, NewTrailEvent, TrailEvent, hash_of, lock_chain
from models.store.tables import Base
from models.vault.keyring import get_keyring
from services.identity.store_identity import StoreIdentity
from services.identity.store_many import store_many
from services.unit_of_work import Unit

# So short a transaction that people who work beside it wait no longer than for each other.
AT_ONCE = 40
_PAIRS_AT_ONCE = 2_000


@dataclass(slots=True)
class Portion:
    """Complaints as they are going to be written; `texts` by complaint, `people` with the moment of each."""

    rows: Rows = field(default_factory=Rows)
    texts: dict[str, str] = field(default_factory=dict)
    people: list[tuple[StoreIdentity, datetime]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Past:
    """What is asked, planned, and where. `digests` of pairs of characters by the keys of the office, as they come."""

    asked: Asked
    plan: Plan
    places: Places
    digests: dict[str, int] = field(default_factory=dict)

    def live(self, no: int) -> Life:
        """The life of a complaint by its number."""
        return live(self.plan.told[no], self.plan, self.asked, self.places)

    def id_of(self, no: int) -> str:
        """Its id."""
        return self.asked.id_of(f"case-{no}")


def make_portion(past: Past, numbers: Iterable[int]) -> Portion:
    """Without the database."""
    portion = Portion()
    for no in numbers:
        life = past.live(no)
        words = Words(life, past.asked)
        rows = CaseRows(life.id, portion.rows, past.places, words.dice)
        if not life.is_anonymous:
            person = StoreIdentity(ComplaintId(life.id), name=words.name(), phone=words.phone())
            portion.people.append((person, life.registered))
        enter_case(life, words, _facts_of(life, past), rows)
    for row in portion.rows.tables[Complaint]:
        portion.texts[row["id"]] = "\n".join(filter(None, (row["matter"], row["wanted"])))
    return portion


def _facts_of(life: Life, past: Past) -> str:
    """His own, or with another number those of an earlier complaint of the same person."""
    if "copied" in life.habits:
        for no in range(life.told.no - 1, max(-1, life.told.no - 80), -1):
            earlier = past.live(no)
            if earlier.handler == life.handler and earlier.outcome is Outcome.ACCEPTED:
                return f"{Words(earlier, past.asked, 'facts').facts()}（{life.told.no % 31}）"
    return Words(life, past.asked, "facts").facts()


def write_portion(portion: Portion, past: Past, unit: Unit) -> None:
    """In the caller's transaction; the complaints get the next numbers of their years."""
    numbers = _take_numbers(portion.rows.tables[Complaint], past.places.centre, unit)
    for event in portion.rows.events:
        if event.kind == "complaint.registered":
            event.payload["number"] = numbers[str(event.complaint_id)]
    order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
    for table in sorted(portion.rows.tables, key=lambda one: order[one.__table__]):  # type: ignore[index]  # a table
        for rows in _alike(portion.rows.tables[table]):
            unit.session.execute(insert(table), rows)
    store_many(portion.people, unit)
    _take_in_words(portion.texts, past.digests, unit)
    _append(portion.rows.events, unit)


def _alike(rows: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Rows with the same columns together."""
    found: defaultdict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[frozenset(row)].append(row)
    return found.values()


def _take_numbers(rows: Sequence[dict[str, Any]], centre: str, unit: Unit) -> dict[str, str]:
    numbers: dict[str, str] = {}
    for year in sorted({to_beijing(row["received_at"]).year for row in rows}):
        series = lock_series(unit.session, centre, year)
        for row in rows:
            if to_beijing(row["received_at"]).year == year:
                series.last_number += 1
                numbers[row["id"]] = row["number"] = f"{centre}-{year}-{series.last_number:06d}"
    unit.session.flush()
    return numbers


def _take_in_words(texts: dict[str, str], digests: dict[str, int], unit: Unit) -> None:
    """So that they are searched; no word of them names anybody."""
    rows = [{"complaint_id": case, "taken_in_at": unit.clock.now()} for case in texts]
    query = insert(CaseText).returning(CaseText.no, sort_by_parameter_order=True)
    numbers = list(unit.session.scalars(query, rows))
    keyring, pairs = get_keyring(), []
    for no, text in zip(numbers, texts.values(), strict=True):
        told = pairs_of(text)
        digests.update((pair, digest_pair(pair, keyring)) for pair in told if pair not in digests)
        pairs += [{"pair": pair, "no": no} for pair in sorted({digests[pair] for pair in told})]
    for begin in range(0, len(pairs), _PAIRS_AT_ONCE):
        unit.session.execute(insert(CasePair), pairs[begin : begin + _PAIRS_AT_ONCE])


def _append(events: Sequence[NewTrailEvent], unit: Unit) -> None:
    """To the chain, in the order of their moments."""
    lock_chain(unit.session)
    query = select(TrailEvent.seq, TrailEvent.hash).order_by(TrailEvent.seq.desc()).limit(1)
    last = unit.session.execute(query).one_or_none()
    seq, head = (0, GENESIS) if last is None else (last.seq, last.hash)
    rows = []
    for event in sorted(events, key=lambda one: one.at):
        seq += 1
        values = {"seq": seq, "complaint_id": event.complaint_id, "at": event.at.astimezone(UTC)}
        values |= {"actor": event.actor, "kind": event.kind, "payload": event.payload, "prev_hash": head}
        head = hash_of(TrailEvent(**values))
        rows.append({**values, "hash": head})
    unit.session.execute(insert(TrailEvent), rows)

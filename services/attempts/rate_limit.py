"""Counts attempts per key by the system clock. Which limits exist stands in rules.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from models.ground.errors import RATE_LIMITED, TriedTooOften
from models.ground.lock_or_insert import lock_or_insert
from models.office.rate_limit import RateLimit
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.attempts.source import read_address, source_name
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RateRule:
    """At most `limit` attempts per key within `window`.

    With waits the key is never shut: from the `limit`-th attempt on each is followed by a wait, the first of
    `first_wait`, then twice as long each time up to `longest_wait`. Attempts are forgotten one by one, `limit` of them in
    a `window`; after one without any attempt all are. `refusal` is the code of TriedTooOften.
    """

    name: str
    limit: int
    window: timedelta
    first_wait: timedelta | None = None
    longest_wait: timedelta = timedelta(minutes=15)
    refusal: str = RATE_LIMITED


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: by which rule, of whom. `sharing`: so many people share the key. `subject`: the digest of a login."""

    rule: RateRule
    key: str
    sharing: int = 1
    subject: str | None = None


def by_source(rule: RateRule, actor: Actor, unit_of_work: UnitOfWork) -> Counted:
    """All attempts from where the actor is, with the limits that the owner set for a place that many share."""
    sharing = unit_of_work.ports.shared_sources.sharing_of(read_address(actor.client_address))
    return Counted(rule, source_name(actor.client_address), sharing)


def by_source_and(thing: str, rule: RateRule, actor: Actor) -> Counted:
    """Attempts at one thing from where the actor is: nobody elsewhere can use them up."""
    return Counted(rule, f"{thing}|{source_name(actor.client_address)}")


def count_attempt(rule: RateRule, key: str, unit_of_work: UnitOfWork) -> None:
    """Count one attempt in a transaction of its own, so that a failing use case does not give it back.

    TriedTooOften beyond the limit. The key (a number, an account) is kept as a keyed digest only.
    """
    count(Counted(rule, key), unit_of_work)


def count(counted: Counted, unit_of_work: UnitOfWork) -> datetime | None:
    """As `count_attempt`; returns the moment until which further ones are refused because of this one, if they are."""
    rule, limit = counted.rule, counted.rule.limit * counted.sharing
    bucket = bucket_of(counted)
    with unit_of_work as unit:
        now = unit.ports.system_clock.now()
        first = {"bucket": bucket, "window_start": now, "count": 0, "subject": counted.subject}
        row = lock_or_insert(unit.session, RateLimit, bucket, **first)
        if now - row.window_start >= rule.window or row.window_start > now:
            row.window_start, row.count, row.open_at = now, 0, None
        if rule.first_wait is not None:
            forget_some(row, now, rule.window / limit)
        opens_at = row.open_at if row.open_at is not None and row.open_at > now else None
        if opens_at is None:
            row.count += 1
            if rule.first_wait is None and row.count > limit:
                opens_at = row.window_start + rule.window
            elif rule.first_wait is not None:
                row.open_at = (
                    now + _wait(rule.first_wait, rule, row.count - limit) if row.count >= limit else None
                )
        ours = row.open_at
    if opens_at is not None:
        wait = max(1, ceil((opens_at - now).total_seconds()))
        raise TriedTooOften(wait, rule.refusal, is_of_login=counted.subject is not None)
    return ours


def count_all(keys: Sequence[Counted], unit_of_work: UnitOfWork) -> list[tuple[Counted, datetime | None]]:
    """One attempt of each key, or of none: TriedTooOften where one of them is beyond its limit."""
    done: list[tuple[Counted, datetime | None]] = []
    try:
        for counted in keys:
            done.append((counted, count(counted, unit_of_work)))
    except TriedTooOften:
        give_back(done, unit_of_work)
        raise
    return done


def give_back(
    done: Sequence[tuple[Counted, datetime | None]],
    unit_of_work: UnitOfWork,
    *,
    forgets_subject: bool = False,
) -> None:
    """Take back attempts that turned out to be nobody's guess, with the wait that each began; others' waits stay.

    `forgets_subject`: of a key with a subject the earlier ones too.
    """
    if not done:
        return
    with unit_of_work as unit:
        for counted, opens_at in done:
            row = unit.session.get(RateLimit, bucket_of(counted), with_for_update=True)
            if row is not None and row.count > 0:
                row.count = 0 if forgets_subject and counted.subject else row.count - 1
                if row.open_at == opens_at:
                    row.open_at = None


def bucket_of(counted: Counted) -> str:
    """The name of the counter's row."""
    name = counted.rule.name
    return f"{name}:{get_keyring().digest('rate-limit', f'{name}:{counted.key}')}"


def forget_some(row: RateLimit, now: datetime, each: timedelta) -> None:
    """Forget what its time has passed of, so that a place where many sign in all day is not shut by the sum of their slips."""
    gone = min(row.count, (now - row.window_start) // each)
    row.count -= gone
    row.window_start = now if row.count == 0 else row.window_start + gone * each


def _wait(first: timedelta, rule: RateRule, times: int) -> timedelta:
    # A million times any first wait is longer than the longest.
    doubled: timedelta = first * (1 << min(times, 20))
    return min(rule.longest_wait, doubled)

"""A past of an office, put into its tables as rows alone: what came in day by day, and about what."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.clock.legal_time import at_time
from models.ground.codes import Category, RespondentMatch
from models.ground.ids import new_id
from tests.full_office import FullOffice

UNITS, WINDOWS, ITEMS = ("RS", "SW", "CG"), ("A01", "B02", "C03", "C04"), ("RS-001", "SW-001", "CG-001")


@dataclass(frozen=True)
class Came:
    """One complaint; `hour` is Beijing time."""

    day: date
    hour: int = 10
    category: Category = Category.BAD_ATTITUDE
    unit: str = "RS"
    window: str = "C03"
    item: str = "RS-001"


def quiet_past(until: date, days: int, a_day: float, seed: int = 1) -> list[Came]:
    """The days before `until`: more on Mondays, little at weekends, the rest by chance."""
    dice = random.Random(seed)  # noqa: S311 - a made past, no secret
    found = []
    for back in range(days, 0, -1):
        day = until - timedelta(days=back)
        mean = a_day * (0.2 if day.weekday() > 4 else 1.4 if day.weekday() == 0 else 1.1)
        for _ in range(int(dice.gauss(mean, mean**0.5) + 0.5)):
            found.append(
                Came(
                    day,
                    dice.choice((8, 9, 10, 11, 14, 15, 16, 17)),
                    dice.choice(list(Category)),
                    dice.choice(UNITS),
                    dice.choice(WINDOWS),
                    dice.choice(ITEMS),
                )
            )
    return found


def take_in(office: FullOffice, came: Iterable[Came]) -> list[str]:
    """Their ids."""
    rows = list(came)
    ids = [new_id() for _ in rows]
    with office.unit_of_work() as unit:
        cases = [_case(no, one) | {"id": ids[no]} for no, one in enumerate(rows)]
        about = [
            {
                "id": new_id(),
                "complaint_id": ids[no],
                "no": 1,
                "unit": one.unit,
                "window": one.window,
                "item": one.item,
                "match": RespondentMatch.EXACT,
                "candidates": [],
                "confirmed_at": at_time(one.day, f"{one.hour:02}:30"),
            }
            for no, one in enumerate(rows)
        ]
        for start in range(0, len(rows), 5_000):
            unit.session.execute(insert(Complaint), cases[start : start + 5_000])
            unit.session.execute(insert(Respondent), about[start : start + 5_000])
    return ids


def _case(no: int, one: Came) -> dict[str, object]:
    received = at_time(one.day, f"{one.hour:02}:30")
    return {
        "number": f"P{new_id()[:20]}{no}",
        "channel": "portal",
        "received_at": received,
        "received_hour": one.hour,
        "registered_at": received,
        "matter": "窗口说法前后不一",
        "category": one.category,
        "other_categories": [],
        "identity_kind": "real_name",
        "stage": "intake",
        "effective_received": one.day,
        "submission_id": new_id(),
        "query_code_hmac": "0" * 64,
        "privacy_notice_version": "1",
    }

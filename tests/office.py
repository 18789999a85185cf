"""An office for tests: a database, ports of our own kind, a clock that a test sets, and cases to work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from models.case.complaint import Complaint
from models.case.number_series import take_number
from models.clock.legal_time import beijing_date, parse_moment, to_beijing
from models.ground.codes import Channel, IdentityKind, Role
from models.ground.ids import ComplaintId, new_id
from models.store.database import Database
from services.actor import SYSTEM, Actor, ActorKind
from services.clocks.time_limits import seed_time_limits
from services.office.category_words import seed_category_words
from services.office.causes import seed_causes
from services.office.ground_texts import seed_ground_texts
from services.office.item_checklists import seed_checklists
from services.office.legal_bases import seed_legal_bases
from services.office.load_organisation import load_organisation, read_organisation
from services.office.privacy_notices import seed_privacy_notices
from services.office.seed_calendar import seed_calendar
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork

ORGANISATION = Path(__file__).parents[1] / "deploy" / "demo" / "organisation.json"


@dataclass
class SetClock:
    """A clock that stands where the test put it."""

    moment: datetime = field(default_factory=lambda: parse_moment("2026-09-07T10:00+08:00"))

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def set(self, text: str) -> None:
        """Go to an ISO moment, Beijing time without offset."""
        self.moment = parse_moment(text)


@dataclass(frozen=True)
class ClockPorts:
    """The part of the ports that use cases of the data layer touch."""

    clock: SetClock
    system_clock: SetClock


@dataclass
class Office:
    """A set-up office on one database."""

    database: Database
    clock: SetClock = field(default_factory=SetClock)

    def unit_of_work(self) -> UnitOfWork:
        """A new unit of work; of the ports only the clocks are there."""
        return UnitOfWork(self.database, cast(Ports, ClockPorts(self.clock, self.clock)))

    def set_up(self) -> None:
        """Calendar, limits and the demo organisation."""
        with self.unit_of_work() as unit:
            seed_calendar(unit.session)
            seed_time_limits(unit.session)
            seed_legal_bases(unit.session)
            seed_privacy_notices(unit.session)
            seed_checklists(unit.session)
            seed_ground_texts(unit.session)
            seed_category_words(unit.session)
            seed_causes(unit.session)
        load_organisation(read_organisation(ORGANISATION), self.unit_of_work(), SYSTEM)

    def add_complaint(self, received: str = "2026-09-07T10:00", matter: str = "窗口无人") -> ComplaintId:
        """A bare complaint row."""
        moment = parse_moment(received)
        with self.unit_of_work() as unit:
            row = Complaint(
                id=new_id(),
                number=take_number(unit.session, "YH", to_beijing(moment).year),
                channel=Channel.PORTAL,
                received_at=moment,
                received_hour=to_beijing(moment).hour,
                registered_at=moment,
                matter=matter,
                identity_kind=IdentityKind.REAL_NAME,
                effective_received=beijing_date(moment),
                submission_id=new_id(),
                query_code_hmac="0" * 64,
                privacy_notice_version="1",
            )
            unit.session.add(row)
        return ComplaintId(row.id)


def staff(login: str, *roles: Role) -> Actor:
    """A member of staff as an actor."""
    return Actor(ActorKind.STAFF, login, frozenset(roles))

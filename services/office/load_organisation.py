"""Loading of the organisation's document into the tables."""

import json
from datetime import date
from pathlib import Path
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground.codes import RecusalSubject, RelationEffect, RelationSubject, UnitKind
from models.ground.errors import InvalidInput
from models.office.absence import Absence
from models.office.centre import Centre
from models.office.complaint_route import ComplaintRoute
from models.office.declared_relation import OUTSIDE_SUBJECTS, DeclaredRelation
from models.office.roster import RosterEntry
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.blind_index import index_party, index_phone
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.office.item_checklists import take_checklists
from services.office.organisation_document import OrganisationDocument, Row, parse_organisation
from services.office.place_fields import Place
from services.office.public_channels import CHANNELS
from services.office.staff_fields import list_kept_staff
from services.unit_of_work import Unit, UnitOfWork

LOADED = "organisation.loaded"
_ROUTE_FIELDS = ("handled_by", "approver", "return_visit_by", "passed_on_by", "superior")
_CONTACT_FIELDS = (
    "name_en", "address", "address_en", "desk", "complaint_phone", "complaint_email", "postal_code", "opinion_boxes",
    "opinion_box_opening", "extended_service", "letter_code",
)  # fmt: skip
_DAYS = ("days", "days_en")


def read_organisation(path: Path) -> OrganisationDocument:
    """The document in a JSON file; InvalidInput for text that is no JSON object, or with faults inside."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInput({"": f"{path.name} is not JSON"}) from error
    if not isinstance(document, dict):
        raise InvalidInput({"": f"{path.name} is not a JSON object"})
    return parse_organisation(cast(Row, document))


def load_organisation(document: OrganisationDocument, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Make the tables say what the document says; loading twice is loading once.

    Who has left the office since does not come back by it.

    Staff and units that it does not name stay; roster and relations are replaced, but what a person declared anew here.
    A unit, window or item that an administrator changed or closed here stays as he left it, with who sits at the window.
    So does a member of staff whom an administrator added or changed by page.
    A route of complaints is taken where there is none about the same unit or person, a list of what citizens are to mind
    where nobody has worded one of the same item here.
    """
    with unit_of_work as unit:
        session = unit.session
        session.merge(_centre(document.centre, session.get(Centre, document.centre["code"])))
        _merge_units(session, document)
        _merge_staff(session, document)
        _replace_relations(session, document)
        _add_routes(document, unit, actor)
        take_checklists({row["item"]: row["parts"] for row in document.checklists}, unit)
        unit.trail.add(None, LOADED, {"units": len(document.units), "staff": len(document.staff)}, actor)


def _centre(row: Row, known: Centre | None) -> Centre:
    hours = row["business_hours"][0]
    lunch_from, _, lunch_to = str(hours.get("lunch") or "").partition("-")
    return Centre(
        code=row["code"],
        name=row["name"],
        opens=hours["open"],
        lunch_from=lunch_from or None,
        lunch_to=lunch_to or None,
        closes=hours["close"],
        cutoff=row.get("cutoff") or hours["close"],
        contact={
            **{field: row[field] for field in _CONTACT_FIELDS if field in row},
            **{field: hours[field] for field in _DAYS if field in hours},
            # What was said of a channel here is newer than the document.
            CHANNELS: {**(row.get(CHANNELS) or {}), **(known.contact.get(CHANNELS, {}) if known else {})},
        },
    )


def _list_kept(session: Session, table: type[Place]) -> set[str]:
    """Codes of what people changed here since."""
    return set(session.scalars(select(table.code).where(table.version > 1)))


def _merge_units(session: Session, document: OrganisationDocument) -> None:
    kept = _list_kept(session, OrganisationUnit)
    for row in (*document.units, *({**row, "kind": "external"} for row in document.external_units)):
        if row["code"] in kept:
            continue
        session.merge(
            OrganisationUnit(
                code=row["code"],
                name=row["name"],
                kind=UnitKind(row["kind"]),
                location=row.get("location"),
                head=row.get("head"),
                email=row.get("email"),
                other_way=row.get("other_way"),
            )
        )
    session.flush()
    kept_windows, kept_items = _list_kept(session, ServiceWindow), _list_kept(session, ServiceItem)
    for row in document.units:
        for window in row.get("windows") or ():
            if window not in kept_windows:
                session.merge(ServiceWindow(code=window, unit=row["code"]))
    for item in document.service_items:
        if item["code"] in kept_items:
            continue
        session.merge(
            ServiceItem(
                code=item["code"],
                unit=item["unit"],
                name=item["name"],
                promised_workdays=item.get("promised_workdays"),
                statutory_workdays=item.get("statutory_workdays"),
                windows=list(item.get("windows") or ()),
                documents=list(item.get("documents") or ()),
            )
        )
    session.flush()


def _merge_staff(session: Session, document: OrganisationDocument) -> None:
    left = select(Absence.staff_id).where(Absence.is_departure.is_(True), Absence.handed_over_at.is_not(None))
    departed, changed = set(session.scalars(left)), list_kept_staff(session)
    for row in document.staff:
        if row["login"] in changed:
            continue
        session.merge(
            Staff(
                login=row["login"],
                name=row["name"],
                badge=row.get("badge"),
                unit=row["unit"],
                title=row.get("title"),
                reports_to=row.get("reports_to"),
                roles=list(row["roles"]),
                active=bool(row.get("active", True)) and row["login"] not in departed,
                deputy_id=row.get("deputy"),
                phone_index=index_phone(row.get("phone") or "", get_keyring()),
            )
        )
    session.flush()
    kept = _list_kept(session, ServiceWindow)
    session.execute(delete(RosterEntry).where(RosterEntry.window.not_in(kept)))
    session.add_all(
        RosterEntry(
            staff_id=row["login"],
            window=entry["window"],
            weekday=entry.get("weekday"),
            valid_from=date.fromisoformat(entry["from"]),
            valid_to=_day(entry.get("to")),
        )
        for row in document.staff
        for entry in row.get("roster") or ()
        if entry["window"] not in kept
    )


def _replace_relations(session: Session, document: OrganisationDocument) -> None:
    """What a person declared anew in the office is newer than the document, which says what he declared before."""
    renewed = session.scalars(select(DeclaredRelation).where(DeclaredRelation.declared_anew_on.is_not(None)))
    kept = {(row.staff_id, row.subject_type.value, row.subject) for row in renewed}
    session.execute(delete(DeclaredRelation).where(DeclaredRelation.declared_anew_on.is_(None)))
    session.add_all(
        _relation(row)
        for row in document.declared_relations
        if (row["staff"], row["subject_type"], row["subject"]) not in kept
    )
    session.flush()


def _relation(row: Row) -> DeclaredRelation:
    subject_type = RelationSubject(row["subject_type"])
    is_outside = subject_type in OUTSIDE_SUBJECTS
    return DeclaredRelation(
        staff_id=row["staff"],
        relation=row["relation"],
        subject_type=subject_type,
        subject=row["subject"],
        subject_index=index_party(row["subject"], get_keyring()) if is_outside else None,
        phone_index=index_phone(row.get("subject_phone") or "", get_keyring()) if is_outside else None,
        effect=RelationEffect(row["expected"]),
        declared_on=date.fromisoformat(row["declared_on"]),
        valid_until=_day(row.get("valid_until")),
        note=row.get("note"),
    )


def _add_routes(document: OrganisationDocument, unit: Unit, actor: Actor) -> None:
    rows = unit.session.scalars(select(ComplaintRoute))
    known = {(route.about_kind, route.about) for route in rows}
    for row in document.complaint_routes:
        subjects = [(RecusalSubject.STAFF, login) for login in row.get("about_staff") or ()]
        if row.get("about_unit"):
            subjects.append((RecusalSubject.UNIT, row["about_unit"]))
        unit.session.add_all(
            ComplaintRoute(
                about_kind=kind,
                about=about,
                **{field: row.get(field) or None for field in _ROUTE_FIELDS},
                since=unit.clock.now(),
                by=actor.name,
            )
            for kind, about in subjects
            if (kind, about) not in known
        )
    unit.session.flush()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""Puts on record that data left the office for somebody outside, in the transaction of what lets them leave."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.data_provision import DataProvision
from models.clock.legal_time import beijing_date
from models.ground.provision_codes import (
    ENTRUSTABLE,
    DataKind,
    ProvisionPurpose,
    ProvisionWay,
    Recipient,
    Relation,
)
from models.ground.ways import Way
from models.office.data_contract import DataContract
from services.actor import Actor
from services.unit_of_work import Unit

# By which way a carrier carries, and what it is.
CARRIED_BY = {
    Way.EMAIL: (Recipient.MAIL_PROVIDER, ProvisionWay.EMAIL),
    Way.SMS: (Recipient.SMS_PROVIDER, ProvisionWay.SMS),
}
_RELATIONS = {Recipient.PERSON: Relation.TO_PERSON} | dict.fromkeys(ENTRUSTABLE, Relation.ENTRUSTED)


@dataclass(frozen=True, slots=True)
class Provision:
    """`reference` names what let the data leave, `name` the receiver where its kind does not. `words`: as somebody typed.

    Without a case it tells of `number` at once. `is_certain` is false where nobody can say whether they left.
    """

    reference: str
    complaint_id: str | None
    recipient: Recipient
    purpose: ProvisionPurpose
    way: ProvisionWay
    kinds: tuple[DataKind, ...]
    name: str | None = None
    words: str | None = None
    number: int = 1
    is_certain: bool = True


def record_provision(provision: Provision, unit: Unit, actor: Actor) -> None:
    """Keep it once by its reference, with the contract of this day where the receiver handles them for the office.

    What was not certain becomes certain by a second word. Who has not locked the case calls this before any event of the unit:
    the row asks for that of the case, which others hold while they wait for the chain of events.
    """
    there = unit.session.scalars(
        select(DataProvision).where(DataProvision.reference == provision.reference)
    ).one_or_none()
    if there is not None:
        there.is_certain = there.is_certain or provision.is_certain
        return
    relation = _RELATIONS.get(provision.recipient, Relation.PROVIDED)
    row = DataProvision(
        complaint_id=provision.complaint_id,
        number=provision.number,
        recipient=provision.recipient,
        name=provision.name,
        relation=relation,
        purpose=provision.purpose,
        words=provision.words,
        way=provision.way,
        kinds=[kind.value for kind in provision.kinds],
        contract_id=_find_contract(provision, unit) if relation is Relation.ENTRUSTED else None,
        reference=provision.reference,
        is_certain=provision.is_certain,
        at=unit.clock.now(),
        by=actor.name,
    )
    unit.session.add(row)
    unit.session.flush()


def _find_contract(provision: Provision, unit: Unit) -> str | None:
    """The newest one with such a partner that holds today; of institutes that of this one, by its name."""
    today = beijing_date(unit.clock.now())
    holding = (
        select(DataContract)
        .where(
            DataContract.partner == provision.recipient,
            DataContract.begins_on <= today,
            DataContract.ends_on >= today,
            DataContract.ended_on.is_(None),
        )
        .order_by(DataContract.begins_on.desc(), DataContract.id)
    )
    rows = unit.session.scalars(holding)
    return next((row.id for row in rows if provision.name in (None, row.name)), None)

"""交接包: the file of a case as one ZIP that leaves the office, for a stated purpose, streamed.

PDFs for keeping, originals, metadata, a manifest, and the program that verifies them, which needs nothing of ours. Everything is
read and compared before the first byte leaves, and that it left is on record with the digest of the manifest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput, NotPermitted
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.vault.identity_reveal import IdentityReveal
from models.vault.masking import PersonalField
from services.actor import Actor, staff_id_of
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.casefile.record_provision import Provision, record_provision
from services.identity.open_identity import find_identity
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.case_package import CasePackage, TakenCase, pack_case, pack_verifier, take_case
from services.volumes.reader import get_readable
from services.volumes.stream_zip import stream_zip
from services.volumes.taking_rights import may_take, may_take_identity
from services.worklist.identity_permission import SHORTEST_PURPOSE

LONGEST_PURPOSE = 200


@dataclass(frozen=True, slots=True)
class HandOver:
    """Which file, what for, and whether the raw complaint and the complainant go along."""

    complaint_id: str
    purpose: str
    with_identity: bool


@dataclass(frozen=True, slots=True)
class FilePackage:
    """A ZIP and what it is saved as."""

    name: str
    content: Iterator[bytes]


def hand_over(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> FilePackage:
    """The package; that it is taken is committed before its first byte.

    NotFound for whom the case is not, NotPermitted for other roles, InvalidInput on `purpose` and `with_identity`,
    Conflict(FILE_NOT_SEALED) before the first seal, OutsideUnavailable for a kept part that has changed.
    TriedTooOften("LOOKED_TOO_OFTEN") with the identity beyond thirty looks of his in an hour.
    """
    taken = _take(command, unit_of_work, actor)
    if command.with_identity:
        count_attempt(LOOKS_AT_IDENTITIES, staff_id_of(actor), unit_of_work)
    package = pack_case(taken, unit_of_work, pack_verifier())
    with unit_of_work.reading() as unit:
        made_at = unit.clock.now()
    _put_on_record(command, _tell(taken, package), unit_of_work, actor)
    name = f"案卷交接包-{taken.complaint.number}.zip"
    return FilePackage(name, stream_zip(package.files, made_at))


def _take(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> TakenCase:
    with unit_of_work.reading() as unit:
        complaint = get_readable(command.complaint_id, unit, actor)
        if not may_take(complaint, actor):
            raise NotPermitted
        _require_sound(command, complaint, unit, actor)
        return take_case(complaint, with_identity=command.with_identity, unit=unit, actor=actor)


def _tell(taken: TakenCase, package: CasePackage) -> dict[str, object]:
    volumes = [opened.volume.digest for opened in taken.volumes]
    return {"manifest": package.digest, "volumes": volumes}


def _require_sound(command: HandOver, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    faults = {}
    length = len(command.purpose.strip())
    if not SHORTEST_PURPOSE <= length <= LONGEST_PURPOSE:
        faults["purpose"] = "TOO_LONG" if length > LONGEST_PURPOSE else "TOO_SHORT"
    if command.with_identity and not may_take_identity(complaint, unit, actor):
        faults["with_identity"] = "NOT_AN_OPTION"
    if faults:
        raise InvalidInput(faults)


def _put_on_record(
    command: HandOver, left: dict[str, object], unit_of_work: UnitOfWork, actor: Actor
) -> None:
    purpose = command.purpose.strip()
    payload = {**left, "purpose": purpose, "with_identity": command.with_identity}
    with unit_of_work as unit:
        record_provision(_tell_provision(command, str(left["manifest"])), unit, actor)
        look = keep_look(command.complaint_id, purpose, unit, actor) if command.with_identity else None
        unit.trail.add(command.complaint_id, "file.handed_over", payload, actor)
        if look is not None:
            tell_look(look, unit, actor)


def keep_look(complaint_id: str, purpose: str, unit: Unit, actor: Actor) -> IdentityReveal | None:
    """That the person's data left with the package is a look at his identity; None of one who stayed anonymous.

    Before any event of the unit: the row asks for that of the case, which others hold while they wait for the chain of events.
    """
    found = find_identity(complaint_id, unit)
    if found is None:
        return None
    fields = [field.value for field in PersonalField if getattr(found, field.value) is not None]
    row = IdentityReveal(complaint_id=complaint_id, purpose=purpose, fields=fields)
    row.viewer, row.at = staff_id_of(actor), unit.clock.now()
    unit.session.add(row)
    unit.session.flush()
    return row


def tell_look(look: IdentityReveal, unit: Unit, actor: Actor) -> None:
    """Its event."""
    payload = {"fields": look.fields, "purpose": look.purpose}
    unit.trail.add(look.complaint_id, "identity.revealed", payload, actor)


def _tell_provision(command: HandOver, manifest: str) -> Provision:
    """Once for a package, which its manifest names by the moment at which it was made."""
    identity = (DataKind.IDENTITY,) if command.with_identity else ()
    return Provision(
        f"package:{manifest}",
        command.complaint_id,
        Recipient.TAKER,
        ProvisionPurpose.FILE,
        ProvisionWay.FILE,
        (DataKind.WHOLE_FILE, *identity),
        words=command.purpose.strip(),
    )

"""What the post was handed to carry: the record that a letter of a case left, for whom it carries and to whom it goes."""

from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.letter_codes import LetterReaders
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from services.actor import Actor
from services.casefile.record_provision import Provision, record_provision
from services.unit_of_work import Unit

ON_THE_ENVELOPE = (DataKind.NAME, DataKind.ADDRESS)


def record_posted(row: LetterDelivery, unit: Unit, actor: Actor) -> None:
    """The post gets what stands on the envelope; of a letter to somebody else he gets what it says."""
    reference = f"post:{row.id}"
    document = ProvisionPurpose.DOCUMENT
    carried = Provision(
        reference, row.complaint_id, Recipient.POST, document, ProvisionWay.POST, ON_THE_ENVELOPE
    )
    record_provision(carried, unit, actor)
    letter = unit.session.get(CaseLetter, row.subject)
    if letter is not None and letter.readers is LetterReaders.OTHERS:
        kinds = (DataKind.CASE_NUMBER, DataKind.LETTER)
        told = Provision(
            f"{reference}:to",
            row.complaint_id,
            Recipient.ADDRESSEE,
            document,
            ProvisionWay.POST,
            kinds,
            name=row.to_name,
        )
        record_provision(told, unit, actor)

"""Whom the centre asked to handle a case or to state his side of it."""

from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from services.letters.request_letters import list_requests
from services.office.unit_options import get_unit_name
from services.rights.party import name_party, party_of
from services.unit_of_work import Unit


def map_asked(complaint: Complaint, unit: Unit) -> dict[str, str]:
    """Their names, each once, by the id of the first request to him."""
    named = [
        *((row.id, get_unit_name(row.unit_code, unit)) for row in list_requests(Referral, complaint, unit)),
        *(
            (row.id, name_party(party_of(row), unit))
            for row in list_requests(RespondentRequest, complaint, unit)
        ),
    ]
    first = {name: request_id for request_id, name in reversed(named)}
    return {request_id: name for request_id, name in named if first[name] == request_id}

"""Which unit the decision form begins with as the handling one: none that is complained about, and then it says why."""

from models.case.complaint import Complaint
from models.case.suggestion import Suggestion
from models.ground.codes import Route
from services.access.accused_unit import list_suggestions
from services.casefile.lead_unit import list_accused_units
from services.office.unit_options import CENTRE_KINDS, get_unit_name, list_unit_options
from services.suggestions.suggested_unit import find_suggested_unit
from services.unit_of_work import Unit

# On the form, which is in Chinese.
ACCUSED = "{unit}（被投诉单位，不得办理对自己的投诉，请另选承办单位）"


def propose_unit(complaint: Complaint, suggestion: Suggestion | None, unit: Unit) -> dict[str, object]:
    """The unit that a person chose before, else the suggested one; an authority outside handles nothing here.

    A unit that is complained about is not proposed, and the suggestion says so in its stead, but where it may help: on the
    spot, and with a suggestion, which its own unit studies.
    """
    chosen, suggested = complaint.handling_unit, find_suggested_unit(suggestion, unit)
    own = {option["value"] for option in list_unit_options(unit, kinds=CENTRE_KINDS)}
    if chosen is None and suggested is not None and _is_barred(suggested, complaint, unit):
        return {"suggested_unit_label": ACCUSED.format(unit=get_unit_name(suggested, unit))}
    proposed = chosen or suggested
    return {"unit": proposed} if proposed in own else {}


def _is_barred(code: str, complaint: Complaint, unit: Unit) -> bool:
    may_help = complaint.route is Route.ON_SPOT or list_suggestions((complaint.id,), unit)
    return not may_help and code in list_accused_units(complaint.id, unit)

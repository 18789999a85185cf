"""All that a file holds now, in its order, but for what is bound already."""

from models.case.complaint import Complaint
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit
from services.volumes.part import ORDER, Bound, FilePart, ListParts, Scene
from services.volumes.sheets.brought import list_brought
from services.volumes.sheets.deliveries import list_deliveries
from services.volumes.sheets.entries import list_entries
from services.volumes.sheets.evidence import list_evidence
from services.volumes.sheets.forms import list_forms
from services.volumes.sheets.identity import list_identity_parts
from services.volumes.sheets.letters import list_letters
from services.volumes.sheets.registration import list_registration
from services.volumes.sheets.trail import list_trail

# Within a place parts stand by day, those of one day in this order.
NOUNS: tuple[ListParts, ...] = (
    list_registration,
    list_forms,
    list_letters,
    list_evidence,
    list_deliveries,
    list_brought,
    list_entries,
    list_trail,
    list_identity_parts,
)
NOTHING_BOUND = Bound()


def set_scene(complaint: Complaint, unit: Unit, *, bound: Bound = NOTHING_BOUND) -> Scene:
    """What the parts are listed from."""
    return Scene(complaint, unit, {**map_unit_names(unit), **map_people_names(unit)}, bound)


def list_parts(scene: Scene) -> list[FilePart]:
    """In the order of the places; what an earlier volume holds as it is now is left out."""
    found = [part for noun in NOUNS for part in noun(scene)]
    held = scene.bound.fingerprints
    new = [part for part in found if (part.key, part.fingerprint) not in held]
    return sorted(new, key=lambda part: (ORDER[part.place], part.dated))

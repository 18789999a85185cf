"""Words a matter neutrally: what a unit may read of it. The earlier wording stays on the trail."""

from dataclasses import dataclass

from models.case.matter import Matter
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Wording:
    """The neutral wording without time and place, which have fields of their own."""

    text: str
    occurred: str = ""
    place: str = ""


def word_matter(matter: Matter, wording: Wording, unit: Unit, actor: Actor) -> None:
    """Write it in the caller's unit; the same words again are no new wording."""
    earlier = (matter.text, matter.occurred or "", matter.place or "")
    if matter.is_reworded and earlier == (wording.text, wording.occurred, wording.place):
        return
    matter.text, matter.is_reworded = wording.text, True
    matter.occurred, matter.place = wording.occurred or None, wording.place or None
    payload = {"no": matter.no, "earlier": earlier[0]}
    unit.trail.add(matter.complaint_id, "matter.worded", payload, actor)

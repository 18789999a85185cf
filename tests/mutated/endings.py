"""What becomes of a case in an office whose owner took a step out, or put one in; for the tests and for the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import DeploymentError
from tests.mutated.core_engine import NeverQuiet
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import OWNERS_FORM, PUT_IN, Place, with_step, without_step
from tests.mutated.lawful import list_unlawful
from tests.mutated.limits import Watched, wait_beyond_limits
from tests.mutated.told import SILENT, ending_of
from tests.mutated.walk import Story, Walk

REFUSED, CIRCLE, PASSED, WAITED = (
    "refused at deployment",
    "goes round for ever",
    "left with its stage",
    "waited",
)
# Jobs that say themselves why they fail; other incidents are the engine's, which pages name by their type.
OWN_WORDS = "JOB_NO_RETRIES: "


@dataclass
class Ended:
    """How a walk ended; `kind` is for people, `watched` what was seen of the limits while a step waited."""

    kind: str
    stage: str = ""
    unlawful: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    watched: Watched | None = None


def end_without(office: CoreOffice, place: Place, story: Story) -> Ended:
    """Walk the story to its end where the diagram has lost this step."""
    try:
        office.deploy(without_step(place))
    except DeploymentError:
        return Ended(REFUSED)
    walk = Walk(office, story)
    try:
        walk.to_end()
    except NeverQuiet:
        return Ended(CIRCLE)
    return _ended(walk)


def wait_at(office: CoreOffice, place: Place, story: Story, kind: str) -> Ended:
    """Walk the story to a step in this flow, and let it wait there beyond every limit."""
    try:
        office.deploy(OWNERS_FORM, with_step(place, kind))
    except DeploymentError:
        return Ended(REFUSED)
    walk = Walk(office, story)
    if walk.until(place.process_id, PUT_IN):
        return Ended(WAITED, watched=wait_beyond_limits(walk))
    assert (place.process_id, PUT_IN) in office.engine.entered(), f"{story} comes no more to {place}"
    # What stood at the step went with its stage, so it held nothing up.
    ended = _ended(walk)
    return ended if ended.kind == SILENT else Ended(PASSED, ended.stage, ended.unlawful)


def _ended(walk: Walk) -> Ended:
    # People who are asked the same again and again are left after some time, with the last task on its way to them.
    walk.office.settle()
    ending = ending_of(walk)
    own = [text.partition(OWN_WORDS)[2] for text in ending.incidents if OWN_WORDS in text]
    return Ended(
        ending.kind,
        walk.complaint.stage.value,
        list_unlawful(walk.office.office, walk.case),
        ending.lost,
        walk.refused,
        [words for words in own if not words.isascii()],
    )

"""A wish to take the complaint back; the closing of the case verifies it."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import InStories
from deploy.replay.keys import keys
from deploy.replay.moves import Door
from deploy.replay.office import Office
from deploy.replay.outside import as_complainant
from deploy.replay.samples import Step


def _request(office: Office, case: LivedCase, step: Step) -> None:
    as_complainant(office, case, "withdraw", {"reason": str(step.data.get("reason") or step.note)})


WITHDRAWAL = InStories(
    name="withdrawal",
    keys={"withdraw": keys("reason")},
    steps={"withdraw": (Door("withdraw"),)},
    doors={"withdraw": _request},
)

"""The wish to take the complaint back: who told it, when and why."""

from models.beside.withdrawal import Withdrawal
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.open_requests import list_open_requests
from services.tasks.extract import Extract


def read(scene: Scene) -> Withdrawal | None:
    """The open one; None once it has lapsed."""
    found = list_open_requests(scene.complaint.id, scene.unit, kinds=(WITHDRAWAL,))
    return next((request.row for request in found if isinstance(request.row, Withdrawal)), None)


PART = Part(name=Extract.WITHDRAWAL, read=read)

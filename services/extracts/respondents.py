"""Whom the case is about, in names, beside the window, person and item as the complainant typed them."""

from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract
from services.views.respondents import RespondentsPart, read_respondents


def read(scene: Scene) -> RespondentsPart:
    """Who stands there now, what was typed, and whether it can still be corrected."""
    return read_respondents(scene.complaint, scene.unit)


PART = Part(name=Extract.RESPONDENTS, read=read)

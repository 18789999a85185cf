"""How checks say what they found."""

from __future__ import annotations

from models.case.lifecycle import Stage
from models.ground.file_review_codes import LineStanding
from services.file_review.facts import FileFacts


def judge(*, is_kept: bool) -> LineStanding:
    """Kept, or a gap."""
    return LineStanding.KEPT if is_kept else LineStanding.GAP


def missing(facts: FileFacts, stage: Stage) -> LineStanding:
    """What is not on file: a gap once its stage is left, before that not due."""
    return LineStanding.GAP if facts.has_passed(stage) else LineStanding.NOT_DUE

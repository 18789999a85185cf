"""The id that is made with an empty form, so that what is sent again is known."""

import re

from models.ground.errors import InvalidInput

SUBMISSION_ID = re.compile(r"\A[A-Za-z0-9_-]{16,64}\Z")


def check_submission_id(submission_id: str) -> None:
    """InvalidInput for an id that no form of ours made."""
    if not SUBMISSION_ID.match(submission_id):
        raise InvalidInput({"submission_id": "PATTERN"})

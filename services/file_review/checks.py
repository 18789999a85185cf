"""The named checks of the score sheet: each says of one file whether it is kept, by the rows of the file alone.

A sheet names them; a name that is none of these is refused where the sheet is edited. A check of a step that the case has not
left is not due, one of a way that it does not go is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from models.ground.file_review_codes import LineStanding
from services.file_review.check_evidence import CHECKS as OF_EVIDENCE
from services.file_review.check_outcome import CHECKS as OF_THE_END
from services.file_review.check_procedure import CHECKS as OF_PROCEDURE
from services.file_review.facts import FileFacts

Check = Callable[[FileFacts], LineStanding]
CHECKS: Final[Mapping[str, Check]] = MappingProxyType({**OF_PROCEDURE, **OF_EVIDENCE, **OF_THE_END})

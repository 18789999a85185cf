"""The cookie by which a browser is known in which a complaint was written or its code was right."""

from __future__ import annotations

from flask import Response

from api.context import ports
from api.security.cookies import case_marks, set_case_marks
from services.accounts.browser_of_case import mark_browser_of_case


def keep_browser_of(number: str, answer: Response) -> Response:
    """The answer, after which strangers do not hold up who asks in this browser for the lost code of this case."""
    set_case_marks(answer, mark_browser_of_case(case_marks(), number, ports().system_clock.now()))
    return answer

"""The elements that watch limits of the office's own are read from the deployed diagram."""

from __future__ import annotations

import pytest

from services.clocks.owner_watches import list_owner_watches
from tests.owners.changes import LIMIT_CALL, LIMIT_KEY, shipped, with_visit_limit


def test_a_call_with_a_limit_key_is_found_and_shipped_ones_are_not() -> None:
    assert list_owner_watches(shipped("investigation.bpmn")) == {}
    assert list_owner_watches(with_visit_limit(shipped("investigation.bpmn"))) == {LIMIT_KEY: LIMIT_CALL}


@pytest.mark.parametrize("text", ["", "<bpmn:definitions", "<!DOCTYPE x><x/>", "<x/>"])
def test_what_is_no_diagram_watches_nothing(text: str) -> None:
    assert list_owner_watches(text) == {}

"""What an owner's version of a form cannot ask is named where the versions stand, by the words of this release's form."""

from __future__ import annotations

import json

from bpmn.reading import list_forms
from deploy.feel import find_fault
from services.resource_check.check_form_file import check_form_file, list_unasked


def without(*starts: str) -> bytes:
    """The shipped form of the opinion as it was before these fields."""
    form = json.loads(json.dumps(list_forms()["draft-opinion"]))
    for part in form["components"]:
        part["components"] = [
            field for field in part.get("components", ()) if not str(field.get("key", "")).startswith(starts)
        ]
    return json.dumps(form).encode()


def test_the_shipped_form_asks_all_that_the_office_reads() -> None:
    assert list_unasked("draft-opinion.form", without("?"), find_fault) == []


def test_answers_to_claims_departure_and_fields_of_disposals_that_are_not_asked_are_named() -> None:
    """DM-32: an owner reads at the start and on the page of versions what his older form leaves out."""
    older = without("departure", "answer", "order_", "improvement_on")
    named = set(list_unasked("draft-opinion.form", older, find_fault))
    assert named == {"改变调查认定的理由", "答复", "答复理由", "整改要求", "整改单位", "改进完成日期"}
    faults = check_form_file("draft-opinion.form", older, find_fault)
    told = {(fault.element, fault.detail) for fault in faults if fault.code == "FIELD_MISSING"}
    assert ("matters[].order_requirement", "整改要求") in told

"""Reads which form an element is worked or started with: a deployed one by id, or a reference that only clients know."""

from __future__ import annotations

from engine.model.builders import Reading
from engine.model.extensions import check_binding, find_extension
from engine.model.text import Text
from engine.model.xml_tree import XmlNode


def read_linked_form(node: XmlNode, reading: Reading) -> tuple[Text | None, Text | None]:
    """Form id and external reference, at most one of them; both None without a form."""
    form = find_extension(node, "formDefinition")
    if form is None:
        return None, None
    check_binding(node, form, reading.faults)
    if form.get("formKey"):
        reading.faults.add(node, "formKey is not supported; use formId or externalReference")
    form_id = reading.optional(node, "formDefinition", "formId")
    reference = reading.optional(node, "formDefinition", "externalReference")
    if (form_id is None) == (reference is None):
        reading.faults.add(node, "zeebe:formDefinition needs exactly one of formId and externalReference")
    if form_id is not None and not form_id.is_static:
        reading.faults.add(node, "formId must be static")
    return form_id, reference

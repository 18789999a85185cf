"""Answers as the file keeps them: every field with the label and the option texts its person saw."""

from collections.abc import Mapping
from datetime import time

from models.clock.legal_time import parse_moment, to_beijing
from services.forms.field_labels import label_of
from services.forms.form_files import FILE_FIELD
from services.forms.properties import PRESENTATION
from services.forms.schema import Component, list_components, mapping, text
from services.forms.validate import list_options

Labels = Mapping[object, object]


def label_answers(
    schema: Component,
    answers: Mapping[str, object],
    data: Mapping[str, object],
    files: Mapping[object, object] | None = None,
) -> list[dict[str, object]]:
    """One entry `{key, label, value, shown}` per answered field in the order of the form; rows are nested lists.

    Fields that the product does not know (an owner added them to the form) are kept like all others. `files`: the names of
    those that were submitted with the form, by what its answers call them.
    """
    entries: list[dict[str, object]] = []
    for component in list_components(schema):
        kind = component.get("type")
        if kind in PRESENTATION:
            continue
        path, key = text(component.get("path")), text(component.get("key"))
        if kind == "group":
            inner = mapping(answers.get(path)) if path else answers
            entries += label_answers(component, inner, data, files)
        elif kind == "dynamiclist":
            rows = answers.get(path)
            shown = (
                [label_answers(component, mapping(row), data, files) for row in rows]
                if isinstance(rows, list)
                else []
            )
            entries.append({"key": path, "label": label_of(component), "rows": shown})
        elif key in answers:
            labels = (files or {}) if kind == FILE_FIELD else _labels_of(component, data)
            entries.append(_entry(component, key, answers[key], labels))
    return entries


def _labels_of(component: Component, data: Mapping[str, object]) -> Labels:
    return {option.get("value"): option.get("label") for option in list_options(component, data)}


def _entry(component: Component, key: str, value: object, labels: Labels) -> dict[str, object]:
    chosen = value if isinstance(value, list) else [value]
    shown = [labels.get(choice, choice) if labels else _written(component, choice) for choice in chosen]
    return {"key": key, "label": label_of(component), "value": value, "shown": shown}


def _written(component: Component, value: object) -> object:
    """A time of day without its offset, a moment in Beijing time; anything else as it is."""
    subtype = text(component.get("subtype")) if component.get("type") == "datetime" else ""
    if subtype == "time":
        return time.fromisoformat(text(value)).strftime("%H:%M")
    if subtype == "datetime":
        return to_beijing(parse_moment(text(value))).strftime("%Y-%m-%d %H:%M")
    return value

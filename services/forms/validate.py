"""Answers against a deployed form, as form-js would have judged them, plus what form-js leaves out.

Hidden fields are dropped, read-only ones are taken from the context, unknown keys are ignored. Rules of the domain
(a refusal needs its ground) are not here but in services/tasks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.ground.errors import InvalidInput
from services.forms.field_rules import RULES, FieldFault, FieldSetting, is_empty
from services.forms.form_files import FormFile
from services.forms.properties import LIMIT_NAMES, PRESENTATION
from services.forms.schema import Component, list_components, mapping, text
from services.ports.outside import Feel

MAX_ROWS = 200

Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class FormContext:
    """What the server knows: the data it showed with the form, the expression evaluator and today's legal date.

    `required`: paths (`matters[].basis`) that must be answered where they are visible, whatever the form says of them.
    `files`: by id the uploads that this person has put into this form; no other may be submitted.
    """

    data: Mapping[str, object]
    feel: Feel
    today: date
    required: frozenset[str] = frozenset()
    files: Mapping[str, FormFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scope:
    """One level of data: what was answered here, what the server showed here, and what expressions see."""

    answers: Mapping[str, object]
    shown: Mapping[str, object]
    visible: Mapping[str, object]
    path: str

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def validate(schema: Component, answers: Mapping[str, object], context: FormContext) -> Answers:
    """The cleaned answers: only fields of the form, hidden ones dropped, read-only ones from the context.

    Raises InvalidInput with one code per path (`matters.0.basis`).
    """
    judge = _Judge(context)
    fields = list_components(schema)
    scope = _Scope(answers, context.data, _seen(fields, {**context.data, **answers}), "")
    cleaned = judge.clean(fields, scope)
    if judge.errors:
        raise InvalidInput(judge.errors)
    return cleaned


class _Judge:
    """Walks a form once and collects the faults of all fields, not only the first."""

    def __init__(self, context: FormContext) -> None:
        self.errors: dict[str, str] = {}
        self._context = context

    def clean(self, components: list[Component], scope: _Scope) -> Answers:
        """The cleaned answers of one level."""
        cleaned: Answers = {}
        for component in components:
            kind = component.get("type")
            if kind in PRESENTATION or self._is_hidden(component, scope):
                continue
            if kind == "group":
                cleaned |= self._clean_group(component, scope)
            elif kind == "dynamiclist":
                cleaned[text(component.get("path"))] = self._clean_rows(component, scope)
            else:
                cleaned |= self._clean_field(component, scope)
        return cleaned

    def _is_hidden(self, component: Component, scope: _Scope) -> bool:
        expression = text(mapping(component.get("conditional")).get("hide"))
        return bool(expression) and self._context.feel.evaluate(expression, scope.visible) is True

    def _clean_group(self, component: Component, scope: _Scope) -> Answers:
        path = text(component.get("path"))
        if not path:
            return self.clean(list_components(component), scope)
        inner = _Scope(
            mapping(scope.answers.get(path)),
            mapping(scope.shown.get(path)),
            {**scope.visible, **mapping(scope.answers.get(path))},
            scope.at(path),
        )
        return {path: self.clean(list_components(component), inner)}

    def _clean_rows(self, component: Component, scope: _Scope) -> list[Answers]:
        path = text(component.get("path"))
        rows, shown = _rows(scope.answers.get(path)), _rows(scope.shown.get(path))
        if component.get("allowAddRemove") is False and len(rows) != len(shown):
            self.errors[scope.at(path)] = "ROWS_CHANGED"
            return []
        if len(rows) > MAX_ROWS:
            self.errors[scope.at(path)] = "TOO_MANY_ROWS"
            return []
        fields = list_components(component)
        cleaned = []
        for index, row in enumerate(rows):
            shown_row = shown[index] if index < len(shown) else {}
            data = _seen(fields, {**shown_row, **row})
            # As form-js: the row stands under `this`, its keys are not mixed into the form's.
            visible = {**scope.visible, "this": data, "parent": scope.visible, "i": index + 1}
            cleaned.append(self.clean(fields, _Scope(row, shown_row, visible, scope.at(f"{path}.{index}"))))
        return cleaned

    def _clean_field(self, component: Component, scope: _Scope) -> Answers:
        key = text(component.get("key"))
        if component.get("readonly") is True or component.get("disabled") is True:
            return {key: scope.shown[key]} if key in scope.shown else {}
        value = scope.answers.get(key)
        if is_empty(value):
            is_required = mapping(component.get("validate")).get("required") is True
            if is_required or _pattern(scope.at(key)) in self._context.required:
                self.errors[scope.at(key)] = "REQUIRED"
            return {}
        try:
            return {key: RULES[text(component.get("type"))](value, self._setting(component, scope))}
        except FieldFault as fault:
            self.errors[scope.at(key)] = fault.code
            return {}

    def _setting(self, component: Component, scope: _Scope) -> FieldSetting:
        validate_rules = mapping(component.get("validate"))
        limits = {
            name: limit
            for name in LIMIT_NAMES
            if (limit := self._limit(validate_rules.get(name), scope)) is not None
        }
        known = self._context
        return FieldSetting(
            component, _option_keys(component, scope.visible), limits, known.today, known.files
        )

    def _limit(self, value: object, scope: _Scope) -> float | None:
        if isinstance(value, str) and value.startswith("="):
            value = self._context.feel.evaluate(value, scope.visible)
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                return None
        return float(value) if isinstance(value, int | float) else None


def _pattern(path: str) -> str:
    """`matters.0.basis` is one of the `matters[].basis`."""
    return re.sub(r"\.\d+\.", "[].", path)


def _seen(components: list[Component], data: dict[str, object]) -> dict[str, object]:
    """The data as expressions see them. As form-js: a checklist of which nothing is chosen is an empty list."""
    for component in components:
        key = text(component.get("key"))
        if component.get("type") == "group" and not component.get("path"):
            data = _seen(list_components(component), data)
        elif component.get("type") == "checklist" and data.get(key) is None:
            data = {**data, key: []}
    return data


def _rows(value: object) -> list[dict[str, object]]:
    return [mapping(row) for row in value] if isinstance(value, list) else []


def list_options(component: Component, data: Mapping[str, object]) -> list[dict[str, object]]:
    """The options a field offers: its own, or those of the context under its `valuesKey`."""
    source = component.get("values")
    if not isinstance(source, list):
        source = data.get(text(component.get("valuesKey")))
    options = source if isinstance(source, list) else []
    return [option if isinstance(option, dict) else {"label": option, "value": option} for option in options]


def _option_keys(component: Component, data: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(option.get("value") for option in list_options(component, data))

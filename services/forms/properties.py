"""The form properties that the server understands, by component type; data only.

A form with anything else is refused at deployment by name (services/forms/check_form.py), because a rule that the
browser applies and the server does not know would be no rule.
"""

FORM_PROPERTIES = frozenset(
    {
        "$schema",
        "type",
        "id",
        "components",
        "schemaVersion",
        "exporter",
        "executionPlatform",
        "executionPlatformVersion",
        "versionTag",
        "generated",
    }
)

_EVERY = frozenset({"type", "id", "layout", "conditional", "properties"})
_FIELD = _EVERY | {"key", "label", "description", "validate", "readonly", "disabled", "defaultValue"}
_OPTIONS = frozenset({"values", "valuesKey"})

COMPONENT_PROPERTIES: dict[str, frozenset[str]] = {
    "textfield": _FIELD | {"appearance"},
    "textarea": _FIELD,
    "number": _FIELD | {"appearance", "decimalDigits", "increment", "serializeToString"},
    "datetime": _FIELD
    | {
        "subtype",
        "dateLabel",
        "timeLabel",
        "timeInterval",
        "timeSerializingFormat",
        "use24h",
        "disallowPassedDates",
    },
    "checkbox": _FIELD,
    "checklist": _FIELD | _OPTIONS,
    "radio": _FIELD | _OPTIONS,
    "select": _FIELD | _OPTIONS | {"searchable"},
    "filepicker": (_FIELD - {"defaultValue"}) | {"accept", "multiple"},
    "group": _EVERY | {"path", "label", "components", "showOutline", "verticalAlignment"},
    "dynamiclist": _EVERY
    | {
        "path",
        "label",
        "components",
        "showOutline",
        "verticalAlignment",
        "isRepeating",
        "allowAddRemove",
        "defaultRepetitions",
        "disableCollapse",
        "nonCollapsedItems",
    },
    "text": _EVERY | {"text"},
    "separator": _EVERY,
    "spacer": _EVERY | {"height"},
}

VALIDATE_PROPERTIES: dict[str, frozenset[str]] = {
    "textfield": frozenset(
        {"required", "minLength", "maxLength", "pattern", "patternErrorMessage", "validationType"}
    ),
    "textarea": frozenset({"required", "minLength", "maxLength"}),
    "number": frozenset({"required", "min", "max"}),
    "datetime": frozenset({"required"}),
    "checkbox": frozenset({"required"}),
    "checklist": frozenset({"required"}),
    "radio": frozenset({"required"}),
    "select": frozenset({"required"}),
    "filepicker": frozenset({"required"}),
}

# Limits of a value; each may be an expression.
LIMIT_NAMES = ("min", "max", "minLength", "maxLength")
VALIDATION_TYPES = frozenset({"custom", "email", "phone"})
CONDITIONAL_PROPERTIES = frozenset({"hide"})
OPTION_PROPERTIES = frozenset({"label", "value"})
DATE_SUBTYPES = frozenset({"date", "time", "datetime"})
PRESENTATION = frozenset({"text", "separator", "spacer"})

"""The table of settings, from the model that checks them."""

from __future__ import annotations

from deploy.docs.bilingual import half
from deploy.docs.table import markdown_table
from deploy.settings import Settings, environment_name

_HEADS = {"en": ("variable", "default", "what it sets"), "zh": ("环境变量", "默认值", "含义")}
_EMPTY = {"en": "empty", "zh": "空"}


def setting_table(language: str) -> str:
    """One row a setting with its default and the description in `language` (`en`, `zh`)."""
    return markdown_table(
        _HEADS[language],
        [
            (
                f"`{environment_name(name)}`",
                _default(field.default, language),
                half(field.description or "", language),
            )
            for name, field in Settings.model_fields.items()
        ],
    )


def _default(value: object, language: str) -> str:
    return _EMPTY[language] if value in (None, "") else f"`{value}`"

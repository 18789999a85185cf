"""The table of settings, from the model that checks them."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic.fields import FieldInfo

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
            for name, field in _own_first()
        ],
    )


def _own_first() -> list[tuple[str, FieldInfo]]:
    """Those of the office before those of the way to its engine."""
    own = Settings.__annotations__
    return sorted(Settings.model_fields.items(), key=lambda item: item[0] not in own)


def _default(value: object, language: str) -> str:
    is_empty = value in (None, "") or isinstance(value, SecretStr)
    return _EMPTY[language] if is_empty else f"`{value}`"

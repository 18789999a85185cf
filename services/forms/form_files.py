"""Files in forms: what the server knows of an upload, and what a field may hold of them.

form-js gives a file field the references of uploads, in the shape that Camunda gives a document. Of a reference only the
id counts; name, type and size are those of the stored file, whatever the browser says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from services.forms.schema import Component, list_components, mapping, text

FILE_FIELD = "filepicker"
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class FormFile:
    """An upload that may be submitted with the form, by what was found of it when it came in."""

    upload_id: str
    name: str
    media_type: str
    size: int


def document_id(value: object) -> str:
    """The id in the reference of an upload; empty for anything else."""
    return text(mapping(value).get("documentId"))


def is_accepted(file: FormFile, accept: str) -> bool:
    """Whether the field takes such a file: `accept` lists endings (`.pdf`), types (`image/png`) and families (`image/*`)."""
    wanted = [entry.strip().lower() for entry in accept.split(",") if entry.strip()]
    ending, family = PurePath(file.name).suffix.lower(), file.media_type.split("/")[0]
    return not wanted or any(entry in {ending, file.media_type, f"{family}/*"} for entry in wanted)


def list_file_answers(
    schema: Component, answers: Mapping[str, object]
) -> Iterator[tuple[dict[str, object], str]]:
    """Each level of the answers with the key of each answered file field on it, in the order of the form."""
    level = answers if isinstance(answers, dict) else dict(answers)
    for component in list_components(schema):
        path, key = text(component.get("path")), text(component.get("key"))
        if component.get("type") == "dynamiclist":
            rows = level.get(path)
            for row in rows if isinstance(rows, list) else []:
                yield from list_file_answers(component, mapping(row))
        elif component.get("type") == "group":
            yield from list_file_answers(component, mapping(level.get(path)) if path else level)
        elif component.get("type") == FILE_FIELD and key in level:
            yield level, key

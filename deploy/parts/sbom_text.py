"""The list of parts for other programs: CycloneDX 1.6 as JSON (ECMA-424)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from deploy.parts.locked_parts import Part
from deploy.parts.part_table import PartTable

_HASH: Final = {"pypi": "SHA-256", "npm": "SHA-512"}


def sbom_text(parts: Iterable[Part], table: PartTable, version: str) -> str:
    """The document for this version of the program; the same parts give the same text.

    A part of Python has the hash of each of its files, of which an installation takes one. What only tests and tools
    need is marked as excluded.
    """
    components = [_component(part, table) for part in parts]
    root = f"pkg:generic/jieban@{version}"
    content = json.dumps(components, sort_keys=True)
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, root + content)}",
        "version": 1,
        "metadata": {
            "timestamp": f"{table.looked_at}T00:00:00Z",
            "component": {"type": "application", "bom-ref": root, "name": "jieban", "version": version},
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [one["bom-ref"] for one in components]}],
    }
    return json.dumps(document, indent=1) + "\n"


def _component(part: Part, table: PartTable) -> dict[str, Any]:
    group, _, name = part.name.rpartition("/")
    address = f"pkg:{part.kind}/{quote(group, safe='') + '/' if group else ''}{name}@{part.version}"
    row = table.rows[part.pin]
    component = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": part.version,
        "scope": "required" if part.is_shipped else "excluded",
        "hashes": [{"alg": _HASH[part.kind], "content": content} for content in part.hashes],
        "licenses": [{"expression": row.licence}],
        "purl": address,
    }
    return component | ({"group": group} if group else {})

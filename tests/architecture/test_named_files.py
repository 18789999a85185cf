"""What a docstring or a description says of other code is so: a named file is there, a told bound is the one that is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest
from marshmallow import Schema

from api.schemas.act import ActAnswers
from api.schemas.complaint import ComplaintIn
from services.once.once_per_submission import SUBMISSION_ID
from tests.architecture.source_tree import PACKAGES, ROOT, modules

_NAMED = re.compile(r"(?<![\w/.*<>{}-])((?:\w+/)*\w+\.py)\b")


def lost_files(texts: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """Names of Python files in these texts in which no known path ends."""
    paths = [f"/{path}" for path in known]
    return [
        f"{file}: {named}"
        for file, text in texts.items()
        for named in _NAMED.findall(text)
        if not any(path.endswith(f"/{named}") for path in paths)
    ]


def test_every_file_that_a_source_names_is_there() -> None:
    """HS-17: `moves.py` sent its reader to a file that did not exist."""
    texts = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for package in PACKAGES
        for path in modules(package)
    }
    assert len(texts) > 500, "the sources were visited"
    tests = (str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py"))
    assert sum(len(_NAMED.findall(text)) for text in texts.values()) > 10
    assert lost_files(texts, [*texts, *tests]) == []


@pytest.mark.parametrize("schema", [ComplaintIn, ActAnswers])
def test_the_api_describes_the_id_of_a_sending_as_it_is_checked(schema: type[Schema]) -> None:
    """HS-17: it said 32 hexadecimal digits."""
    description = schema().fields["submission_id"].metadata["description"]
    bounds = re.fullmatch(r"(\d+) to (\d+) letters, digits, - and _ .*", description)
    assert bounds
    least, most = int(bounds[1]), int(bounds[2])
    assert [bool(SUBMISSION_ID.fullmatch("aB-_9" + "0" * (size - 5))) for size in (least, most)] == [
        True,
        True,
    ]
    assert [bool(SUBMISSION_ID.fullmatch("0" * size)) for size in (least - 1, most + 1)] == [False, False]


def test_a_lost_file_is_found() -> None:
    """HS-17 probe."""
    texts = {"deploy/moves.py": '"""How is in takers.py, and why in replay/answers.py."""\nimport x.python'}
    assert lost_files(texts, ["deploy/replay/answers.py"]) == ["deploy/moves.py: takers.py"]

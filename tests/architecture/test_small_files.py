"""A file is a sentence: one of a few lines that only its neighbour reads is part of that neighbour's sentence (HS-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.architecture.source_tree import ROOT, imported_modules, modules

LEAST_LINES = 20


@dataclass(frozen=True)
class File:
    """How long a module is, and what it imports."""

    lines: int
    imports: tuple[str, ...]


def split_sentences(files: Mapping[str, File]) -> list[str]:
    """Short modules that exactly one module reads, which stands in the same room."""
    readers: dict[str, list[str]] = {name: [] for name in files}
    for name, file in files.items():
        for wanted in file.imports:
            if wanted in readers:
                readers[wanted].append(name)
    return [
        name
        for name, file in files.items()
        if file.lines < LEAST_LINES and [_room_of(reader) for reader in readers[name]] == [_room_of(name)]
    ]


def _room_of(module: str) -> str:
    return module.rpartition(".")[0]


def test_no_sentence_stands_in_two_files() -> None:
    """HS-20: a short file that several read, or one reads from above, has a reason of its own."""
    paths = {path: path.relative_to(ROOT).with_suffix("").as_posix() for path in modules("services")}
    files = {
        name.replace("/", "."): File(len(path.read_text("utf-8").splitlines()), tuple(imported_modules(path)))
        for path, name in paths.items()
        if path.name != "__init__.py"
    }
    assert len(files) > 250, "the services were visited"
    assert split_sentences(files) == []


def test_a_split_sentence_is_found() -> None:
    """HS-20 probe."""
    short, long = File(9, ()), File(60, ("services.a.short",))
    assert split_sentences({"services.a.short": short, "services.a.long": long}) == ["services.a.short"]
    assert split_sentences({"services.a.short": short, "services.b.long": long}) == []
    assert split_sentences({"services.a.short": short, "services.a.long": long, "services.b.x": long}) == []

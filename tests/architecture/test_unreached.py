"""Nothing stands in the sources for the tests only: every module and every name at its top is used by the product (HS-26)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from tests.architecture.source_tree import PACKAGES, ROOT, imported_modules, modules

# A folder is read as a whole by the module that holds this: what stands in it is found by its place.
READS_MODULES, READS_NAMES = "import_module(", "getmembers("
# Revisions run by their number; names that a program writes for everybody; what `python -m` runs.
WRITTEN_OTHERWISE = ("models/store/migrations/", "bpmn/names.py", "/__main__.py")
# What is there although nothing of the product asks for it by name, and why.
ALLOWED = {"models/vault/keyring.py:use_keyring": "a process whose keys stand in no file: that of the tests"}


def sources() -> dict[str, str]:
    paths = [path for package in PACKAGES for path in modules(package)]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def folders_read_by(call: str, texts: Mapping[str, str]) -> set[str]:
    """Folders one of whose modules makes this call."""
    return {_folder_of(file) for file, text in texts.items() if call in text}


def _folder_of(file: str) -> str:
    return file.rpartition("/")[0]


def unused_names(texts: Mapping[str, str]) -> list[str]:
    """Functions, classes and constants at the top of a module that nothing reads; what a decorator hands on is read."""
    read: Counter[str] = Counter()
    for text in texts.values():
        read.update(_names_read(ast.parse(text)))
    as_a_whole = folders_read_by(READS_NAMES, texts)
    return [
        f"{file}:{name}"
        for file, text in texts.items()
        if not any(part in file for part in WRITTEN_OTHERWISE) and _folder_of(file) not in as_a_whole
        for name in _names_made(ast.parse(text))
        if not read[name] and not name.startswith("__")
    ]


def _names_read(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.asname)


def _names_made(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) or (isinstance(node, ast.FunctionDef) and not node.decorator_list):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def unimported_modules(imports: Mapping[str, list[str]], texts: Mapping[str, str]) -> list[str]:
    """Modules, by file, that no other module imports and nobody runs by their name."""
    wanted = {name for names in imports.values() for name in names}
    as_a_whole = folders_read_by(READS_MODULES, texts)
    return [
        file
        for file in imports
        if not file.endswith("__init__.py")
        and not any(part in file for part in WRITTEN_OTHERWISE)
        and _folder_of(file) not in as_a_whole
        and '__name__ == "__main__"' not in texts[file]
        and file.removesuffix(".py").replace("/", ".") not in wanted
    ]


def test_every_name_at_the_top_of_a_module_is_used() -> None:
    """HS-26."""
    texts = sources()
    assert len(texts) > 500, "the sources were visited"
    assert set(unused_names(texts)) == ALLOWED.keys()


def test_every_module_is_imported() -> None:
    """HS-6, HS-26: a view that no page asks for is no view."""
    texts = sources()
    assert unimported_modules({file: imported_modules(ROOT / file) for file in texts}, texts) == []


def empty_rooms(files: Iterable[str]) -> list[str]:
    """Folders of a package without a module of their own or below them."""
    paths = [PurePosixPath(file) for file in files]
    guests = [path for path in paths if path.name not in ("__init__.py", "__main__.py")]
    rooms = {path.parent for path in paths} - {room for path in guests for room in path.parents}
    return sorted(str(room) for room in rooms)


def test_no_room_stands_empty() -> None:
    """HS-15, HS-40: `channels/` told in the present tense of complaints by e-mail, and held nothing."""
    assert empty_rooms(sources()) == []
    assert empty_rooms(["channels/__init__.py", "api/v1/x.py", "api/__init__.py"]) == ["channels"]


def test_what_only_tests_use_is_found() -> None:
    """HS-26 probe."""
    texts = {
        "api/a.py": "from services.b import used as shown\nTABLE = {shown: 1}\nprint(TABLE)\n",
        "services/b.py": "LIMIT = 3\ndef used(): ...\ndef unused(): ...\n@route\ndef page(): ...\n",
    }
    assert unused_names(texts) == ["services/b.py:LIMIT", "services/b.py:unused"]
    imports = {"api/a.py": ["services.b"], "services/b.py": [], "services/c.py": [], "bpmn/d.py": []}
    run = {
        "services/b.py": "",
        "services/c.py": "",
        "api/a.py": "",
        "bpmn/d.py": 'if __name__ == "__main__":\n    main()\n',
    }
    assert unimported_modules(imports, run) == ["api/a.py", "services/c.py"]

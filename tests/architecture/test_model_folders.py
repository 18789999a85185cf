"""`models/` stands in folders by noun, and their imports go one way."""

from __future__ import annotations

import ast

from models.store.tables import Base, list_modules
from tests.architecture.folder_order import imports_of, places_of, upward_imports
from tests.architecture.source_tree import ROOT, modules

# Lowest first. What stands in which folder is said in each folder's own file.
ORDER = ("ground", "vault", "case", "clock", "beside", "office", "ledger", "store")


def has_table(source: str) -> bool:
    """Whether a class of the module names a table."""
    return any(
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "__tablename__" for target in node.targets)
        for node in ast.walk(ast.parse(source))
    )


def test_every_module_of_the_models_stands_in_a_folder() -> None:
    """HS-33: no flat wall, and no folder beside the named ones."""
    assert [path.name for path in (ROOT / "models").glob("*.py")] == ["__init__.py"]
    assert places_of("models", imports_of("models")) == set(ORDER)
    assert all(len(list((ROOT / "models" / folder).glob("*.py"))) > 3 for folder in ORDER)


def test_imports_between_the_folders_of_the_models_go_down() -> None:
    """HS-39."""
    assert upward_imports("models", ORDER, imports_of("models")) == []


def test_a_planted_import_between_folders_is_found() -> None:
    """Also one that hides under TYPE_CHECKING or in a function: the names are taken from the whole tree of a file."""
    planted = imports_of("models") | {"models.case.matter": ["models.beside.review"]}
    assert upward_imports("models", ORDER, planted) == ["models.case.matter imports models.beside.review"]
    loose = {"models.attic": ["models.ground.base"]}
    assert upward_imports("models", ORDER, loose) == ["attic has no place in the order"]


def test_every_table_is_read_into_the_metadata() -> None:
    """A table that is forgotten would be missing in the metadata that revisions are compared with."""
    with_table = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in modules("models")
        if has_table(path.read_text(encoding="utf-8"))
    }
    assert len(with_table) > 45
    assert with_table <= set(list_modules())
    tables = {mapper.class_.__module__ for mapper in Base.registry.mappers}
    assert with_table <= tables

"""Proofs."""

import pkgutil

import pytest

# The asserts of helpers tell their values too, not only those of the test files.
pytest.register_assert_rewrite(*(f"{__name__}.{found.name}" for found in pkgutil.iter_modules(__path__)))

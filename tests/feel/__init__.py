"""FEEL: the conformance cases, each family of functions, limits and stability."""

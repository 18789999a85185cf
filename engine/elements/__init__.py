"""One file per BPMN element type; `registry.py` is the visible table from type to processor."""

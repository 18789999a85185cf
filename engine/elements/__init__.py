"""One file per BPMN element type; `registry.py` is the visible table, `life_cycle.py` how any of them is walked."""

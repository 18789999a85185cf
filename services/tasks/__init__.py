"""The forms of the way: one module per form with `context` (what it shows) and `apply` (its effect on the case)."""

"""The user tasks: one module a form with what it shows, its effect on the case, and the descriptor of its task."""

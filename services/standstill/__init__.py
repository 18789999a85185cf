"""What waits where nobody can act, found by the workers' look and read from its rows; and the person named for such a task."""

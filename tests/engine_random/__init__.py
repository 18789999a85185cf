"""Random processes on random paths: what must be seen follows from the block tree, never from the engine."""

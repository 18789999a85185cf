"""What the engine's service tasks do: start and archive a run of a case."""

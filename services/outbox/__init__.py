"""What is told to the engine after a commit: one frozen dataclass a kind, and the step that sends them in order."""

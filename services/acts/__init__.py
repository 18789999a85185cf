"""Acts that a person takes in an open case without a task of the diagram: one module per act."""

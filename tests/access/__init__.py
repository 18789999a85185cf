"""Who may speak to the engine, and how the office shows who it is."""

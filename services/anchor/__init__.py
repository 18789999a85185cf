"""The office's own instance in the engine, by which the workers tell its store from a lost, an older or another office's."""

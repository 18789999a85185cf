"""Tests of the engine's REST v2, each against a real runtime over a real store."""

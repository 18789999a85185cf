"""Tests of the adapters, each against the real thing: files, sockets, an engine."""

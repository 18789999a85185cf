"""Deployed Camunda forms on the server: which properties are understood, and what an answer must satisfy."""

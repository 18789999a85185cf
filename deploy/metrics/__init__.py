"""Figures for Prometheus: each process on a loopback port of its own, numbers only, nothing of any case (ADR 0193)."""

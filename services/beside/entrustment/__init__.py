"""Entrusted investigation and appraisal by others, with their report."""

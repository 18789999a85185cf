"""Rows that other systems export: work orders of the hotline and reviews, read, filed, followed and answered."""

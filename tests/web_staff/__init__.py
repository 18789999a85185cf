"""Tests of the staff pages and of the JSON API."""

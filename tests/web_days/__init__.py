"""Whole days of people at their screens, by mouse and keyboard in Chromium, on an office whose engine and workers run."""

"""Requests that run beside the way of a case, each with its own key and end; one noun a file."""

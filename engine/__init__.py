"""The embedded Zeebe-compatible engine; it knows nothing of complaints."""

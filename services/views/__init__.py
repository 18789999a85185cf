"""Read functions for pages; nothing here writes."""

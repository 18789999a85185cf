"""Process owners change diagrams, forms, tables and limits while the office runs."""

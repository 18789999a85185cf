"""Which versions of diagrams, tables and forms reached the engine, by whom, what they would break, and who has seen them."""

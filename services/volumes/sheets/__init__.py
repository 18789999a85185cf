"""What a file holds, one noun a module: each says which parts there are of it."""

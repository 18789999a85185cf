"""What is kept secret: who complains, keys and seals, masked forms."""

"""Rules of the tree that a reader should be able to trust."""

"""One file per noun that the store keeps; what is in a field is what a row holds."""

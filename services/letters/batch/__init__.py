"""Letters of one kind for all files of a mass complaint: chosen, ordered, written one by one, printed together."""

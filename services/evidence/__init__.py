"""Files of a case: what may come in, how it is stored, who may open it."""

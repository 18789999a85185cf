"""What recurs (反复出现的问题): the same found true again and again at one unit and item, and from how often on it is told."""

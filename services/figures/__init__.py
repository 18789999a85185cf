"""Figures (统计): what is counted of complaints, how each figure is made, and the store that answers quickly."""

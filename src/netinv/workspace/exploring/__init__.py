"""Exploring the graph as the workbench does: search, counts, expansions, paths, saved drawings."""

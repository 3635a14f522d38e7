"""Exploring the graph as the workbench does: search, counts, expansions, paths, saved drawings."""

from netinv.workspace.exploring.explore import Explore

__all__ = ["Explore"]

"""Entities -> the relation graph, paths over arrays."""

"""Entities to the relation graph: stores behind one protocol, projection, snapshots, paths over arrays."""

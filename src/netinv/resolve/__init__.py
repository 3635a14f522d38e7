"""Mentions -> entities."""

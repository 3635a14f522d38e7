"""Normalisers: one value as written to its comparable form. Pure functions; tables lie beside the code."""

"""Sealing of reporters: what their columns and words give away goes to the vault before anything is stored."""

"""Sealing of reporters: what gives them away goes to the vault before anything is stored."""

"""Files -> records and mentions."""

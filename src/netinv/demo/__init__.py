"""A synthetic county with planted umbrellas, and its truth."""

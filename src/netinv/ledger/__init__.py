"""What was said and decided, append-only."""

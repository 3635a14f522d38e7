"""Graph -> signals -> alerts."""

"""All of it -> documents."""

"""All of it -> documents, tables, pictures."""

"""The words: types, the contract tables, the ontology and the rules as data. No input or output."""

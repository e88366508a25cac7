"""Finding records: lexical fields, optional dense vectors, ranking; built into one folder a generation."""

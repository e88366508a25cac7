"""Procedures, guides and materials: load, check, date, version, index, find. Knows nothing of conversations."""

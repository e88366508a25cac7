"""A conversation: Inbound in, Reply out. Knows nothing of HTTP, messengers or pages."""

"""Language models: one protocol, one adapter, prompts, a breaker, a recorder. A model only helps to find."""

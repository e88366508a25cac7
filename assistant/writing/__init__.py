"""What a model may change of an answer and what not: claims, slots, checks. Knows no model and no network."""

"""All wording: prompts for the model, phrases for people, by language. Data only."""

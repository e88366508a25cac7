"""From one record to an answer: pure functions of (record, guide, question, wording); no model, no storage."""

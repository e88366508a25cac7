"""One kind of measure a file; each gives `measure(outcome, item, reply, ...)` or works on whole rankings."""

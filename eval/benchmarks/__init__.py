"""Times and sizes, measured and printed with the machine's name and commit; never asserted in tests."""

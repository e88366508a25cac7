"""Suites, metrics, runs, reports; drives the same `build()` as production. Write `from eval.run import ...`."""

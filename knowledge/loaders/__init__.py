"""One format a file; each module offers `SUFFIXES` and a loading function. Nothing registers itself."""

"""The steps of the pipeline: one a file, named by its verb; the list is in `assistant.wiring`."""

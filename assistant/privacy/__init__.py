"""Personal data is masked before anything is stored, logged, traced or sent to a model, and put back in memory only.

What a cue is, and which words are names and places, lies in the TOML files beside the code.
"""

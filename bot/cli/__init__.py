"""The command line: thin commands over the rooms below.

What takes long to import is imported where it is needed, so that ``--help`` answers at once.
"""

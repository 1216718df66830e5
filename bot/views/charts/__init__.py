"""Charts: pure functions from numbers to a PNG's bytes.

May import the desk and matplotlib, which takes 60 MB: only the process that draws imports what is here.
"""

"""hatsugen: ask what was actually said in a recorded discussion."""

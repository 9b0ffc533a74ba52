"""SUV of a series with its reasons, and the values that people corrected."""

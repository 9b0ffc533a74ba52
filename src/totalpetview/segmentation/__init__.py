"""TotalSegmentator: its program, its weights, and running it."""

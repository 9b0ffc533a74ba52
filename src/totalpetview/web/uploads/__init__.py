"""Images brought in by the browser."""

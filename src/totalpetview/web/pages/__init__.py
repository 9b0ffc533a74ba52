"""The built frontend."""

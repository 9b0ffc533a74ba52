"""Keeping the archive, the worker and the web server running."""

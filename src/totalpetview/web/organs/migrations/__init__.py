"""Migrations of the organ maps."""

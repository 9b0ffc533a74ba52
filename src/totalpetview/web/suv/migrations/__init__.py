"""Migrations of the corrections."""

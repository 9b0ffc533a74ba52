"""Durable use cases, one verb a file."""

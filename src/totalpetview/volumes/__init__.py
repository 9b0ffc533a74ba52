"""Prepared volumes: built once, immutable, served for ever."""

"""Organs: their names and codes, maps of them, and what is computed from these maps. Pure."""

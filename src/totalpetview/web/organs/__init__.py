"""Organ maps: who computes them, what they show, and what is measured in them."""

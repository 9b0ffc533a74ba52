"""The chunks of the prepared volumes."""

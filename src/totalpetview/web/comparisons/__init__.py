"""Up to four examinations described at once, and the values under the crosshair."""

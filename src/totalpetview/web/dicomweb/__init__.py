"""QIDO-RS, WADO-RS and STOW-RS under our own address."""

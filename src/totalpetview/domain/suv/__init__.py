"""Standardised uptake values: every rule from a PET header to a factor, and where the number came from.

Pure: headers come in as `PetHeader`, results go out as `Quantification`. The rules follow Vacha et al.,
"Comprehensive Manual for SUV Computation and Digital Reference Objects for its Verification".
"""

"""The organs of the synthetic patient, in model millimetres.

The model's origin is the upper edge of the pubic symphysis in the middle of the body; x points to the
patient's left, y to the back, z to the head. Heights of bones follow a woman of 165 cm lying on her back.
"""

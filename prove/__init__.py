"""The longer proofs of `make prove`: which there are, what each wrote when it last ran; their bodies stand in tests/."""

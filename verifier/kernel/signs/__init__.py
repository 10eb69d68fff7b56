"""Which signs polynomials over generators can have, given what is known on a cell."""

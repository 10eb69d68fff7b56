"""Terms as quotients of polynomials over a tower of generators: what proves."""

"""Claims about matrices: small instances, and what a claim is worth multiplying by."""

"""The search for proofs of inequalities and other conditions."""

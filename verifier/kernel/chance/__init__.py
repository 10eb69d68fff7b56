"""Random symbols, through expectation, variance and covariance."""

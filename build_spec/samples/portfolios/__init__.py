"""The sample portfolios: one module for each invented teacher, who writes like nobody else."""

"""The approval workspace: the assessor's work beside the evidence, and the decision."""

"""A school year of a whole district, played on the real server and reckoned by a small model beside it."""

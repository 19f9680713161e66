"""From an applicant's files to a packet that says nothing of the applicant."""

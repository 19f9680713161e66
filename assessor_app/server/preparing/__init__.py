"""What happens to a submission between its applicant and its assessors: jobs that may be ended and begun anew."""

"""What the applicant asks: each question is answered by itself."""

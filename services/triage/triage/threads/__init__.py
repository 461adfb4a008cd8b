"""Which letters of applicants belong to which appeal."""

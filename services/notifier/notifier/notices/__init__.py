"""Letters to those who work on appeals: an operator's contact who is asked, staff who are told."""

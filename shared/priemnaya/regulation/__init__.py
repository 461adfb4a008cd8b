"""The regulation as data: versions, terms, numbering, routing rules, calendar, regions."""

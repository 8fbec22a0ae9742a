"""What leaves the house: templates, correction lists, notices, bulletins, the public page."""

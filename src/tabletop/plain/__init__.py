"""The game line by line: no cursor, no colour, no drawing; for screen readers, slow links, pipes and scripts."""

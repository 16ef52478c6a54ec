"""Authors' own tests, run: many games at once, each expectation counted, a transcript compared."""

"""Authors' own tests: ``tests/*.yaml`` beside a campaign or deck, read and checked like everything else they write."""

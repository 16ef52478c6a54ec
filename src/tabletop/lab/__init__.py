"""Many games: play-testing and balance."""

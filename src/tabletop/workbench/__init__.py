"""The authors' workbench: walks and coverage, why a card came, tests of decks, starting points and packs."""

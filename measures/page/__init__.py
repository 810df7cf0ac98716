"""The page of a measure: a head of facts, and panels one below the other."""

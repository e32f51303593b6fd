"""Pages of the public summary: preparing, signing, what readers see."""

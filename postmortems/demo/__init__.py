"""Demo content: a made-up organisation and three postmortems, told through the actions of the other rooms."""

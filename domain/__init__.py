"""What the commune's work is: fields, rules, indicators. Pure values, standard library only."""

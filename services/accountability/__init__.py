"""问责登记: a suspicion with its evidence, the person's own words, a decision by a second person, an appeal to a third."""

"""Extensions of the resolve limit: asked, decided and told before the old date, or without effect."""

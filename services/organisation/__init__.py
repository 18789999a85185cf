"""The centre's organisation: loaded from its document, asked for rosters, deputies and relations."""

"""What every table stands on: the base and its column types, ids, codes and the errors of the domain. No noun lives here."""

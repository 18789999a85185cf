"""Own stories of odd situations, one file each, as `jieban replay` reads them."""

"""The bar of a demo office: becoming somebody, moving the clock."""

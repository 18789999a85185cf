"""What a person keeps of the lists that he reads: views of his own, and tables that leave the office's pages."""

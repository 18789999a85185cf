"""What is only added to: the trail, messages in and out, forms that were taken."""

"""人员保障: how much work lies with whom, how many days they have, what they are qualified for, and what is to be expected."""

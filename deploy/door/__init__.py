"""The door of the pages: takes requests in whole before a thread is given to them, and lets no crowd hold it shut."""

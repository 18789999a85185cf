"""来访预约: visits by appointment, from booking to the counter."""

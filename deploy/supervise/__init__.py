"""`jieban up`: keeps engine, workers and web running on one machine; knows nothing of complaints."""

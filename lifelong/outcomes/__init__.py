"""Does it work? Who is held out, what is caused, and the five numbers. Arithmetic; no models."""

//! How iPXE reads a script: expansion, options, settings and values, over known or partly unknown text.

//! What iPXE knows: commands, options, settings, types and URI schemes, per release and build.

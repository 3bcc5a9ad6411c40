//! A lossless parser for iPXE scripts that never fails.

//! Rules, fixes and diagnostics for iPXE scripts.

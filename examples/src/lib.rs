//! The programs are the example targets of this package.

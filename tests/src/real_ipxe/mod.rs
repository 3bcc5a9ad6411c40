//! Real iPXE as the reference: Debian's build boots in QEMU and executes the same scripts as the simulator.
//!
//! A [`Case`] is a script with the scripts that it may chain to. A [`RealIpxe`] boots once for many cases: QEMU's own
//! TFTP server has their files, and a surrounding script calls one after another, prints marks between them, and cleans
//! up. [`simulate()`] executes the same surroundings with one case in them. Both give a [`Report`]: the output of a
//! case, its status, and the settings after it.
//!
//! Cases are written by hand, or generated from a grammar of the language; `shrink` reduces a differing one.

mod batch;
mod build;
mod case;
mod console;
mod generate;
mod grammar;
mod linux;

mod machine;
mod report;
mod session;
mod shrink;
mod simulation;
mod wild;
mod word;

pub use batch::{execute, judge};
pub use build::Build;
pub use case::Case;
pub use console::lines;
pub use generate::{case, cases, ends};
pub use linux::{KernelReport, LinuxKernel, NoKernel, boot, plan};
pub use machine::{Boot, RealIpxe, Unavailable};
pub use report::{Difference, Report};
pub use session::{Session, simulate_wild};
pub use shrink::{shrink, shrink_wild};
pub use simulation::{context, simulate, simulate_all};
pub use wild::Wild;

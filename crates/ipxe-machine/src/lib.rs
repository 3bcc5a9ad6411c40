//! A machine that executes iPXE scripts, and what is known about it.
//!
//! * [`context`]: a [`NetworkContext`](context::NetworkContext) says what is known about a machine and its network;
//! * [`profile`]: what a provider supplies to every script;
//! * [`settings`]: the tree of settings blocks, with the origin of every value;
//! * [`resolve`]: what becomes of a script's `${…}` there, and why;
//! * [`simulate`]: executing a script: a [`MachineState`](simulate::MachineState) is what it changes, an
//!   [`Environment`](simulate::Environment) answers what it cannot decide, a [`Trace`](simulate::Trace) records what every
//!   command did, and an [`Outcome`](simulate::Outcome) how it ended, be it with a [`BootPlan`](simulate::BootPlan). An
//!   [`Explorer`](simulate::Explorer) finds every outcome that is possible where not everything is known.
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_language::text::Text;
//! use ipxe_machine::context::NetworkContext;
//! use ipxe_machine::profile::Profile;
//! use ipxe_machine::resolve::{ExpansionSource, Resolver};
//! use ipxe_machine::settings::Absence;
//!
//! let context = NetworkContext::new().setting("IPXE_BOOT_HOSTNAME", "web1")?;
//! let settings = context.settings(&Catalog::new(Target::default()));
//! let resolver = Resolver::new(settings).with_profile(Profile::flexmetal());
//!
//! let script = ipxe_syntax::parse(b"#!ipxe\nset base http://boot.example\nkernel ${base}/${IPXE_BOOT_HOSTNAME}${nope}\n");
//! let resolved = resolver.script(&script);
//! let uri = &resolved.commands[1].words[1];
//! assert_eq!(uri.text, Text::from("http://boot.example/web1"));
//! assert_eq!(uri.expansions[2].source, ExpansionSource::Empty(Absence::Unset));
//! # Ok::<(), ipxe_machine::context::ContextError>(())
//! ```
//!
//! Nothing here does I/O, fails on any bytes, or takes more than linear time; what could is bounded by
//! [`RunLimits`](simulate::RunLimits) and [`Settings::MAX_BLOCKS`](settings::Settings::MAX_BLOCKS).
//!
//! # Features
//!
//! * `serde`: contexts and profiles as data, unknown names and wrong values refused with their place; traces and plans
//!   as data to read;
//! * `schema`: their JSON schemas.
#![forbid(unsafe_code)]

pub mod context;
pub mod profile;
#[cfg(feature = "serde")]
pub mod report;
pub mod resolve;
pub mod schemas;
pub mod settings;
pub mod simulate;
#[cfg(feature = "serde")]
pub mod testing;

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! A machine that executes iPXE scripts, and the facts about it.
//!
//! * [`context`]: a [`NetworkContext`](context::NetworkContext) describes a machine and its network;
//! * [`profile`]: what a provider supplies to every script;
//! * [`settings`]: the tree of settings blocks, with the origin of every value;
//! * [`resolve`]: the values of a script's `${…}`, and their sources;
//! * [`simulate`]: executing a script. A [`MachineState`](simulate::MachineState) is the state that it changes, an
//!   [`Environment`](simulate::Environment) provides the answers from outside, a [`Trace`](simulate::Trace) records
//!   what every command did, and an [`Outcome`](simulate::Outcome) is how it ended, possibly with a
//!   [`BootPlan`](simulate::BootPlan). An [`Explorer`](simulate::Explorer) finds every possible outcome if some facts
//!   are unknown.
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
//! Nothing here does I/O, fails on any bytes, or takes more than linear time; [`RunLimits`](simulate::RunLimits) and
//! [`Settings::MAX_BLOCKS`](settings::Settings::MAX_BLOCKS) bound the rest.
//!
//! # Features
//!
//! * `serde`: contexts and profiles as data, with errors for unknown names and wrong values that have a position;
//!   traces and plans as output;
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

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

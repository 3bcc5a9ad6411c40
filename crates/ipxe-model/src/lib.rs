//! What is true of an iPXE script, whatever a machine does with it.
//!
//! A [`Model`](reach::Model) has layers, each seeing only those below it:
//!
//! * [`slips`]: which names are misspelt ones of others;
//! * [`given`]: what a script begins with, and what stands around it;
//! * [`graph`]: where control can go, whatever settings hold;
//! * [`analysis`]: what settings, images, menus and the network can be before every command, and so where control goes;
//! * [`commands`]: what the commands are, and what their words hold;
//! * [`settings`]: what settings hold, and who sets them;
//! * [`images`]: which images are there, and what is booted;
//! * [`menus`]: menus, their entries, and what becomes of the chosen one;
//! * [`reach`]: where control comes to, and why it does not;
//! * [`tree`]: what scripts that belong together pass on to each other.
//!
//! What is asked of a model is found when it is asked, once. Everything takes time and memory linear in the script's
//! length.
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_language::words::Words;
//! use ipxe_machine::context::NetworkContext;
//! use ipxe_model::{given::{Given, Surroundings}, graph::Flow, reach::Model};
//!
//! let script = ipxe_syntax::parse(b"#!ipxe\nset arch x86_64\nchain http://192.0.2.1/${arch}.ipxe || shell\n");
//! let catalog = Catalog::new(Target::default());
//! let (words, context, surroundings) = (Words::new(&script), NetworkContext::new(), Surroundings::default());
//! let flow = Flow::new(&script, &words, &catalog);
//! let given = Given { context: &context, profile: None, surroundings: &surroundings, entry: None };
//! let model = Model::of(&script, &catalog, &flow, given);
//! let chained = model.uris()[0].word;
//! let uri = model.constants().resolve(chained, &model);
//! assert_eq!(uri.as_known(), Some(&b"http://192.0.2.1/x86_64.ipxe"[..]));
//! ```
#![forbid(unsafe_code)]

pub mod analysis;
pub mod commands;
pub mod given;
pub mod graph;
pub mod images;
pub mod menus;
pub mod reach;
pub mod settings;
pub mod slips;
pub mod tree;

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

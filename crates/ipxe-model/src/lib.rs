//! A model of an iPXE script: what is true of it on every machine.
//!
//! A [`Model`](reach::Model) has layers, each of which uses only those below it:
//!
//! * [`slips`]: which names are misspelt ones of others;
//! * [`given`]: the facts about a script that are not in its text;
//! * [`graph`]: the control-flow graph, independent of the values of settings;
//! * [`analysis`]: the possible settings, images, menus and network states before every command, and which commands
//!   they make reachable;
//! * [`commands`]: the commands, and the contents of their words;
//! * [`settings`]: the values of settings, and who sets them;
//! * [`images`]: the images, and what is booted;
//! * [`menus`]: menus, their entries, and the effect of choosing one;
//! * [`reach`]: which commands are reachable, and why others are not;
//! * [`tree`]: what related scripts pass to each other.
//!
//! A model computes each result on first use, once. Everything takes time and memory linear in the script's length.
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

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

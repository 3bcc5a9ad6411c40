//! The features of iPXE: commands, options, settings, types and URI schemes, per release and build.
//!
//! A [`Target`] describes the machines that a script is for; its [`Catalog`] answers by name, in the bytes of the
//! script: the options of a [command](Catalog::command), the meaning of each argument ([`Role`]) and its effects
//! ([`Effects`]); the properties of a [setting](Catalog::setting), a [type](Catalog::setting_type), or a [URI
//! scheme](Catalog::uri_scheme). [`Availability`] is whether the target's machines have it compiled in.
//!
//! [`world`] is about the files that iPXE boots: their types, by their names, and similar facts.
//!
//! ```
//! use ipxe_catalog::{Availability, Catalog, Target};
//!
//! let catalog = Catalog::new(Target::default());
//! let ntp = catalog.command(b"ntp").unwrap();
//! let Availability::Partly { on, off } = catalog.availability(ntp.form.build) else { panic!() };
//! assert_eq!((on.to_string(), off.to_string()), ("efi".into(), "pcbios".into()));
//! assert_eq!(ntp.form.build.alternatives[0].to_string(), "NTP_CMD");
//! ```
//!
//! # Where the facts come from
//!
//! The tables are constants in the program's read-only data; nothing is parsed or built at run time.
//! `cargo xtask codegen` generates them from the JSON files in `data/`, where releases were compared with the output of
//! running iPXE, and from `data/roles.json`, which adds the meanings of commands, with a source for each. The generated
//! files are committed and not built by a build script: users of the crate need no JSON parser to build it, and a
//! change of data shows as a change of tables. The tests fail if the two differ.
//!
//! # Features
//!
//! `serde`: `Serialize` for the values in reports, and `Deserialize` for a [`Target`] and its parts, with errors for
//! unknown names.

#![forbid(unsafe_code)]

#[macro_use]
mod macros;

mod availability;
mod banner;
mod build;
mod build_option;
mod catalog;
mod command;
mod effects;
mod enumeration;
mod generated;
mod image_type;
mod key;
mod machine;
mod release;
mod role;
mod scheme;
mod setting;
mod setting_type;
mod suggest;
mod table;
mod target;
#[cfg(feature = "serde")]
mod target_serde;
mod unknown;
mod version;
pub mod world;

pub use availability::Availability;
pub use banner::{Banner, NoBanner};
pub use build::{Alternative, Build, Linkage};
pub use build_option::BuildSymbol;
pub use catalog::Catalog;
pub use command::{
    Argument, CommandForm, CommandSpec, KnownCommand, MAX_ARGUMENTS, OptionSpec, Repeat, Takes,
};
pub use effects::{Actions, Effects, Fails, Returns, Tested};
pub use enumeration::Enumeration;
pub use generated::implementation::Implementation;
pub use generated::setting_type_names::SettingType;
pub use image_type::{ImageTypeForm, ImageTypeSpec, ImageUsage};
pub use key::KeySpec;
pub use machine::{Arch, ArchSet, MachineSet, Platform, PlatformSet};
pub use release::Release;
pub use role::Role;
pub use scheme::{SchemeForm, SchemeKind, SchemeSpec};
pub use setting::{BlockSpec, KnownSetting, SettingDefinition, SettingScope, SettingSpec};
pub use setting_type::{SettingTypeSpec, TypeAbilities};
pub use suggest::{all_near, did_you_mean};
pub use target::Target;
pub use unknown::{NameKind, UnknownName};
pub use version::Version;

/// Also tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

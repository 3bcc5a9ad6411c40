//! Generates the tables of `ipxe-catalog` from the facts about iPXE and the files that it boots, and the profiles of
//! `ipxe-machine` from the facts about providers.
//!
//! Each generated file is made from one or two data files by one function that writes Rust
//! text, which then goes through `rustfmt`. Equal values of different releases become one constant.

mod blocks;
mod build;
mod build_options;
mod commands;
mod enums;
mod image_types;
mod implementation;
mod keys;
mod pool;
mod profiles;
mod roles;
mod rust;
mod setting_types;
mod settings;
mod source;
mod uri_schemes;
mod world;

use std::fs;
use std::path::{Path, PathBuf};

use source::Facts;

/// How the generated text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what has changed.
    Write,
    /// Only check whether something would change.
    Check,
}

/// Why the tables could not be generated, or are out of date.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodegenError {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A data file is not JSON.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The error and its position.
        source: serde_json::Error,
    },
    /// A data file has invalid contents.
    #[error("{0}")]
    Data(String),
    /// `rustfmt` is not installed.
    #[error("rustfmt cannot be started: {0}")]
    NoRustfmt(std::io::Error),
    /// `rustfmt` rejected the generated text.
    #[error("rustfmt: {0}")]
    Rustfmt(String),
    /// The committed tables differ from the data.
    #[error("out of date: {}; run `cargo xtask codegen`", .0.join(", "))]
    OutOfDate(Vec<String>),
}

type Result<T> = std::result::Result<T, CodegenError>;

/// A generated file: its module name, its data files, and its generator.
type Generated = (&'static str, &'static [&'static str], fn(&Facts) -> Result<String>);

const GENERATED: &[Generated] = &[
    ("blocks", &["settings.json"], blocks::generate),
    (
        "build_options",
        &["build_options.json", "image_types.json", "settings.json", "roles.json"],
        build_options::generate,
    ),
    ("commands", &["commands.json", "roles.json"], commands::generate),
    ("enums", &["enums.json"], enums::generate),
    ("image_types", &["image_types.json"], image_types::generate),
    ("implementation", &["commands.json"], implementation::generate),
    ("keys", &["keys.json"], keys::generate),
    ("setting_type_names", &["setting_types.json"], setting_types::generate_names),
    ("setting_types", &["setting_types.json"], setting_types::generate),
    ("settings", &["settings.json"], settings::generate),
    ("uri_schemes", &["uri_schemes.json"], uri_schemes::generate),
    ("world_aliases", &["world/aliases.json"], world::foreign_words::aliases),
    (
        "world_arguments",
        &[
            "world/kernel_arguments.json",
            "world/argument_readers.json",
            "world/argument_partners.json",
            "world/boot_readers.json",
        ],
        world::arguments::generate,
    ),
    ("world_boot_readers", &["world/boot_readers.json"], world::boot_readers::generate),
    ("world_distributions", &["world/distributions.json"], world::distributions::generate),
    ("world_file_kinds", &["world/file_kinds.json"], world::file_kinds::generate),
    ("world_foreign_words", &["world/foreign_words.json"], world::foreign_words::generate),
    ("world_words", &["world/words.json"], world::words::generate),
];

/// Generates every table and writes or compares it.
///
/// # Errors
/// See [`CodegenError`].
pub fn run(mode: Mode) -> Result<()> {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-catalog");
    let facts = Facts::load(&catalog.join("data"))?;
    let machine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ipxe-machine");
    let in_catalog = |(name, text)| (catalog.join("src/generated").join(&name), name, text);
    let mut files: Vec<_> = all(&facts)?.into_iter().map(in_catalog).collect();
    files.push((
        machine.join("src/profile/generated/mod.rs"),
        "profiles".to_owned(),
        all_profiles(&machine.join("data/profiles"))?,
    ));
    let mut stale = Vec::new();
    for (path, name, text) in files {
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old == text {
            continue;
        }
        match mode {
            Mode::Check => stale.push(name),
            Mode::Write => fs::write(&path, text).map_err(|source| CodegenError::File { path, source })?,
        }
    }
    if stale.is_empty() { Ok(()) } else { Err(CodegenError::OutOfDate(stale)) }
}

/// The built-in profiles.
fn all_profiles(directory: &Path) -> Result<String> {
    let header = "//! The built-in profiles. Generated by `cargo xtask codegen` from `data/profiles/`; do not edit.\n\n";
    rust::format(&(header.to_owned() + &profiles::generate(&profiles::load(directory)?)))
}

/// Every required file of the catalog: its name and its text.
fn all(facts: &Facts) -> Result<Vec<(String, String)>> {
    let mut modules = String::from("//! The tables. Generated by `cargo xtask codegen`; do not edit.\n\n");
    let mut files = Vec::new();
    for (name, sources, generate) in GENERATED {
        let sources = sources.iter().map(|source| format!("`data/{source}`")).collect::<Vec<_>>().join(", ");
        let header = format!("// Generated by `cargo xtask codegen` from {sources}; do not edit.\n\n");
        files.push((format!("{name}.rs"), rust::format(&(header + &generate(facts)?))?));
        modules.extend(["pub(crate) mod ", name, ";\n"]);
    }
    files.push(("mod.rs".to_owned(), rust::format(&modules)?));
    Ok(files)
}

use std::path::Path;

/// The type of a file, or of a part of it, that may contain scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Host {
    /// `CommonMark`.
    Markdown,
    /// `AsciiDoc`.
    AsciiDoc,
    /// reStructuredText.
    ReStructuredText,
    /// HTML.
    Html,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// TOML.
    Toml,
    /// A shell script, or a file with here-documents like those of shells: a `Dockerfile`.
    Shell,
    /// HCL, as in Terraform.
    Terraform,
    /// Nix.
    Nix,
    /// Make.
    Make,
    /// Go.
    Go,
    /// Python.
    Python,
    /// Rust.
    Rust,
    /// PHP.
    Php,
    /// JavaScript and TypeScript.
    JavaScript,
    /// Ruby.
    Ruby,
    /// Unknown: block scalars, here-documents and strings in three quotes are the same in many languages.
    Unknown,
}

/// The language that a block states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// A script.
    Ipxe,
    /// It may contain scripts.
    Host(Host),
    /// It contains none.
    Other,
}

/// Names of hosts: file extensions, and info strings of fences.
const NAMES: [(&str, Host); 60] = [
    ("adoc", Host::AsciiDoc),
    ("asc", Host::AsciiDoc),
    ("asciidoc", Host::AsciiDoc),
    ("bash", Host::Shell),
    ("bats", Host::Shell),
    ("bu", Host::Yaml),
    ("cjs", Host::JavaScript),
    ("console", Host::Shell),
    ("containerfile", Host::Shell),
    ("docker", Host::Shell),
    ("dockerfile", Host::Shell),
    ("fcc", Host::Yaml),
    ("go", Host::Go),
    ("hcl", Host::Terraform),
    ("htm", Host::Html),
    ("html", Host::Html),
    ("ign", Host::Json),
    ("javascript", Host::JavaScript),
    ("js", Host::JavaScript),
    ("json", Host::Json),
    ("json5", Host::Json),
    ("jsx", Host::JavaScript),
    ("ksh", Host::Shell),
    ("make", Host::Make),
    ("makefile", Host::Make),
    ("markdown", Host::Markdown),
    ("md", Host::Markdown),
    ("mdown", Host::Markdown),
    ("mdx", Host::Markdown),
    ("mjs", Host::JavaScript),
    ("mk", Host::Make),
    ("mkd", Host::Markdown),
    ("nix", Host::Nix),
    ("php", Host::Php),
    ("podman", Host::Shell),
    ("py", Host::Python),
    ("pyi", Host::Python),
    ("python", Host::Python),
    ("python3", Host::Python),
    ("qmd", Host::Markdown),
    ("rb", Host::Ruby),
    ("rmd", Host::Markdown),
    ("rs", Host::Rust),
    ("rst", Host::ReStructuredText),
    ("ruby", Host::Ruby),
    ("rust", Host::Rust),
    ("sh", Host::Shell),
    ("shell", Host::Shell),
    ("shellscript", Host::Shell),
    ("terraform", Host::Terraform),
    ("tf", Host::Terraform),
    ("tfvars", Host::Terraform),
    ("toml", Host::Toml),
    ("ts", Host::JavaScript),
    ("tsx", Host::JavaScript),
    ("typescript", Host::JavaScript),
    ("xhtml", Host::Html),
    ("yaml", Host::Yaml),
    ("yml", Host::Yaml),
    ("zsh", Host::Shell),
];

/// Files with a name and no extension.
const FILES: [(&str, Host); 5] = [
    ("containerfile", Host::Shell),
    ("dockerfile", Host::Shell),
    ("gnumakefile", Host::Make),
    ("makefile", Host::Make),
    ("vagrantfile", Host::Ruby),
];

/// The extensions that template engines add to a file's name.
const TEMPLATE_SUFFIXES: [&str; 9] =
    ["erb", "gotmpl", "in", "j2", "jinja", "jinja2", "template", "tmpl", "tpl"];

impl Host {
    /// The type of a file, by its name.
    ///
    /// ```
    /// use ipxe_host::Host;
    ///
    /// assert_eq!(Host::of_path("docs/boot.md.j2"), Some(Host::Markdown));
    /// assert_eq!(Host::of_path("Dockerfile.build"), Some(Host::Shell));
    /// assert_eq!(Host::of_path("boot.ipxe"), None);
    /// ```
    #[must_use]
    pub fn of_path(path: impl AsRef<Path>) -> Option<Self> {
        let name = path.as_ref().file_name()?.to_string_lossy().to_ascii_lowercase();
        let mut parts: Vec<&str> = name.split('.').collect();
        if parts.len() > 2 && parts.last().is_some_and(|last| TEMPLATE_SUFFIXES.contains(last)) {
            parts.pop();
        }
        let file = FILES.iter().find(|(file, _)| parts.first() == Some(file));
        let by_extension = || Self::named(parts.last().filter(|_| parts.len() > 1)?);
        file.map(|(_, host)| *host).or_else(by_extension)
    }

    /// The type of a file by its first line, if its name does not show it: `#!/usr/bin/env python3`, `<?php`.
    ///
    /// ```
    /// use ipxe_host::Host;
    ///
    /// assert_eq!(Host::of_text(b"#!/bin/sh -e\n"), Some(Host::Shell));
    /// assert_eq!(Host::of_text(b"#!ipxe\n"), None);
    /// ```
    #[must_use]
    pub fn of_text(text: &[u8]) -> Option<Self> {
        let text = text.trim_ascii_start();
        if text.starts_with(b"<?php") {
            return Some(Self::Php);
        }
        let line = text.split(|byte| *byte == b'\n').next()?.strip_prefix(b"#!")?;
        let mut words =
            line.split(|byte| matches!(byte, b' ' | b'\t' | b'/' | b'\r')).filter(|word| !word.is_empty());
        words.find_map(|word| {
            let word = std::str::from_utf8(word).ok()?;
            Self::named(word).or((word == "dash").then_some(Self::Shell))
        })
    }

    /// The host of that name or file extension.
    fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, host)| *host)
    }

    /// Whether its blocks name their language.
    #[must_use]
    pub fn names_languages(self) -> bool {
        matches!(self, Self::Markdown | Self::AsciiDoc | Self::ReStructuredText)
    }
}

impl Language {
    /// The language of a block, according to its info string: `ipxe`, `{.yaml}`, `sh title="x"`.
    pub(super) fn of_info(info: &str) -> Self {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '_');
        let name = info.trim_start_matches(|letter| !is_part(letter)).split(|letter| !is_part(letter)).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "ipxe" | "gpxe" => Self::Ipxe,
            "diff" | "patch" => Self::Other,
            name => Self::Host(Host::named(name).unwrap_or(Host::Unknown)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_told_once() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn info_strings_name_languages() {
        for info in ["ipxe", "iPXE", "{.ipxe}", "ipxe,linenos", "ipxe title=\"boot.ipxe\""] {
            assert_eq!(Language::of_info(info), Language::Ipxe, "{info}");
        }
        assert_eq!(Language::of_info("YAML"), Language::Host(Host::Yaml));
        assert_eq!(Language::of_info(""), Language::Host(Host::Unknown));
        assert_eq!(Language::of_info("diff"), Language::Other);
    }
}

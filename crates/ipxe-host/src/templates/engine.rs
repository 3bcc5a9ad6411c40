//! Template engines by name, and how to recognize the engine of a file.

use std::{ffi::OsStr, fmt, path::Path, str::FromStr};

use super::rows::{self, Row};

/// A template engine, or several that write their marks alike.
///
/// ```
/// use ipxe_host::TemplateEngine;
///
/// assert_eq!(TemplateEngine::of_path("boot.ipxe.j2".as_ref()), Some(TemplateEngine::Jinja));
/// assert_eq!("envsubst".parse(), Ok(TemplateEngine::Envsubst));
/// assert_eq!("jinja3".parse::<TemplateEngine>().unwrap_err().name(), "jinja3");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TemplateEngine {
    /// None: a script as iPXE gets it.
    None,
    /// Jinja, Django, Twig, Nunjucks, Tera, Liquid.
    Jinja,
    /// Go's text/template.
    Go,
    /// Mustache, Handlebars.
    Mustache,
    /// ERB, and others with its marks.
    Erb,
    /// Terraform's `templatefile`.
    Terraform,
    /// envsubst of GNU gettext.
    Envsubst,
    /// Cheetah.
    Cheetah,
    /// Tempita.
    Tempita,
    /// Bottle's templates, and others with statements that begin with `%`.
    Bottle,
    /// Laravel's Blade.
    Blade,
    /// Names that installers replace: `@NAME@`, `##NAME##`.
    Names,
}

/// The facts about an engine that are not in its row.
struct Known {
    engine: TemplateEngine,
    /// The first one is its own.
    names: &'static [&'static str],
    /// The file extensions of its templates.
    extensions: &'static [&'static str],
    row: Row,
}

const KNOWN: &[Known] = &[
    Known { engine: TemplateEngine::None, names: &["none"], extensions: &[], row: rows::NAMES },
    Known {
        engine: TemplateEngine::Jinja,
        names: &["jinja", "jinja2", "django", "twig", "nunjucks", "tera", "liquid"],
        extensions: &["j2", "jinja", "jinja2", "tera", "twig", "njk", "liquid"],
        row: rows::JINJA,
    },
    Known {
        engine: TemplateEngine::Go,
        names: &["go", "gotmpl", "helm"],
        extensions: &["gotmpl", "gotpl"],
        row: rows::BRACES,
    },
    Known {
        engine: TemplateEngine::Mustache,
        names: &["mustache", "handlebars"],
        extensions: &["mustache", "hbs", "handlebars"],
        row: rows::MUSTACHE,
    },
    Known {
        engine: TemplateEngine::Erb,
        names: &["erb", "eruby", "ejs"],
        extensions: &["erb", "epp", "ejs"],
        row: rows::ERB,
    },
    Known {
        engine: TemplateEngine::Terraform,
        names: &["terraform", "templatefile", "tftpl"],
        extensions: &["tftpl"],
        row: rows::TERRAFORM,
    },
    Known {
        engine: TemplateEngine::Envsubst,
        names: &["envsubst"],
        extensions: &["envsubst"],
        row: rows::ENVSUBST,
    },
    Known { engine: TemplateEngine::Cheetah, names: &["cheetah"], extensions: &[], row: rows::CHEETAH },
    Known { engine: TemplateEngine::Tempita, names: &["tempita"], extensions: &[], row: rows::TEMPITA },
    Known { engine: TemplateEngine::Bottle, names: &["bottle"], extensions: &[], row: rows::BOTTLE },
    Known { engine: TemplateEngine::Blade, names: &["blade"], extensions: &[], row: rows::BLADE },
    Known { engine: TemplateEngine::Names, names: &["names"], extensions: &[], row: rows::NAMES },
];

/// The file extensions that several engines share.
const SHARED: &[&str] = &["tmpl", "tpl", "template", "in"];

impl TemplateEngine {
    /// All of them, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|known| known.engine)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.known().names[0]
    }

    /// All that it is called: first its own name, then those of others that write their marks alike.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        self.known().names
    }

    /// The engine that a file is for, as far as its name says: a last extension that no other program has.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let is_blade = |name: &str| name.to_ascii_lowercase().ends_with(".blade.php");
        if path.file_name().and_then(OsStr::to_str).is_some_and(is_blade) {
            return Some(Self::Blade);
        }
        let extension = path.extension()?.to_str()?;
        let has = |known: &&Known| known.extensions.iter().any(|own| extension.eq_ignore_ascii_case(own));
        KNOWN.iter().find(has).map(|known| known.engine)
    }

    /// The name of the file that a template is rendered to, as far as its own name says.
    ///
    /// ```
    /// use ipxe_host::TemplateEngine;
    ///
    /// assert_eq!(TemplateEngine::rendered_name("boot.ipxe.j2".as_ref()), Some("boot.ipxe".as_ref()));
    /// assert_eq!(TemplateEngine::rendered_name("boot.ipxe".as_ref()), None);
    /// ```
    #[must_use]
    pub fn rendered_name(path: &Path) -> Option<&Path> {
        let extension = path.extension()?.to_str()?;
        let is_shared = SHARED.iter().any(|shared| extension.eq_ignore_ascii_case(shared));
        (is_shared || Self::of_path(path).is_some()).then(|| path.file_stem().map(Path::new)).flatten()
    }

    pub(super) fn row(self) -> &'static Row {
        &self.known().row
    }

    fn known(self) -> &'static Known {
        KNOWN.iter().find(|known| known.engine == self).unwrap_or(&KNOWN[0])
    }
}

impl fmt::Display for TemplateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TemplateEngine {
    type Err = UnknownTemplateEngine;

    fn from_str(name: &str) -> Result<Self, UnknownTemplateEngine> {
        let known = KNOWN.iter().find(|known| known.names.contains(&name));
        known.map(|known| known.engine).ok_or_else(|| UnknownTemplateEngine { name: name.to_owned() })
    }
}

/// A name that no template engine has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTemplateEngine {
    name: String,
}

impl UnknownTemplateEngine {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for UnknownTemplateEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = TemplateEngine::all().map(TemplateEngine::name).collect();
        write!(f, "unknown template engine `{}`; there are {}", self.name, names.join(", "))
    }
}

impl std::error::Error for UnknownTemplateEngine {}

/// The engine of a text, as far as it can be recognized.
pub(super) fn of_text(text: &[u8]) -> &'static Row {
    let hash_ends: [&[u8]; 4] = [b"end if", b"end for", b"end while", b"end unless"];
    let at_ends: [&[u8]; 4] = [b"endif", b"endfor", b"endunless", b"endisset"];
    let has_angles = || memchr::memchr_iter(b'<', text).any(|at| text.get(at + 1) == Some(&b'%'));
    let braces = Braces::of(text);
    if has_angles() {
        &rows::ERB
    } else if braces.statement || braces.comment && !braces.section {
        &rows::JINJA
    } else if has_lines(text, b'%', &[b"end"]) {
        &rows::BOTTLE
    } else if has_lines(text, b'#', &hash_ends) || is_escaped(text) {
        &rows::CHEETAH
    } else if has_lines(text, b'@', &at_ends) {
        &rows::BLADE
    } else if braces.section || braces.other_section || braces.raw_value && !braces.raw_expansion {
        &rows::MUSTACHE
    } else if braces.value {
        &rows::BRACES
    } else {
        &rows::NAMES
    }
}

/// The marks in a text that begin with a brace, found in one pass, since most texts have none.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark that is there or not")]
struct Braces {
    /// `{%`
    statement: bool,
    /// `{#`
    comment: bool,
    /// `{{`
    value: bool,
    /// `{{#`
    section: bool,
    /// `{{^`, `{{>`
    other_section: bool,
    /// `{{{`
    raw_value: bool,
    /// `${{{`
    raw_expansion: bool,
}

impl Braces {
    fn of(text: &[u8]) -> Self {
        let mut found = Self::default();
        for at in memchr::memchr_iter(b'{', text) {
            match text.get(at + 1..).unwrap_or_default() {
                [b'%', ..] => found.statement = true,
                [b'#', ..] => found.comment = true,
                [b'{', rest @ ..] => {
                    found.value = true;
                    let next = rest.first();
                    found.section |= next == Some(&b'#');
                    found.other_section |= matches!(next, Some(b'^' | b'>'));
                    found.raw_value |= next == Some(&b'{');
                    found.raw_expansion |= next == Some(&b'{') && text[..at].ends_with(b"$");
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether some lines begin a block and others end one.
fn has_lines(text: &[u8], sign: u8, ends: &[&[u8]]) -> bool {
    let mut begins = false;
    for at in memchr::memchr_iter(sign, text) {
        let line = text[..at].iter().rev().take_while(|byte| **byte != b'\n');
        if !line.clone().take(MOST_INDENTED).all(|byte| matches!(byte, b' ' | b'\t')) {
            continue;
        }
        let rest = &text[at + 1..];
        // White space is only ignored after a `%`.
        let rest = if sign == b'%' { rest.trim_ascii_start() } else { rest };
        if begins && ends.iter().any(|end| rest.starts_with(end)) {
            return true;
        }
        let word = |word: &[u8]| {
            let after = rest.strip_prefix(word).and_then(|rest| rest.first());
            after.is_some_and(|after| matches!(after, b' ' | b'('))
        };
        begins |= [&b"if"[..], b"for", b"foreach", b"while", b"unless", b"isset"].into_iter().any(word);
    }
    false
}

/// The maximum indentation of a statement.
const MOST_INDENTED: usize = 200;

/// Whether a text escapes the `$` of all of the script's expansions, and has names after other `$`.
fn is_escaped(text: &[u8]) -> bool {
    let mut is_any = false;
    let mut has_names = false;
    // The end of the last checked expansion, and the position of the last byte in it that no value of a template
    // contains.
    let (mut end, mut foreign) = (0, None);
    for at in memchr::memchr_iter(b'$', text) {
        let rest = &text[at + 1..];
        if at > 0 && text[at - 1] == b'\\' {
            is_any |= rest.first() == Some(&b'{');
        } else if rest.first() == Some(&b'{') {
            if end <= at {
                end = memchr::memchr2(b'}', b'\n', rest).map_or(text.len(), |length| at + 1 + length);
                foreign = memchr::memrchr2(b'/', b':', &text[at + 1..end]).map(|found| at + 1 + found);
            }
            // It is not a value of the template, but an expansion.
            if foreign.is_some_and(|foreign| foreign > at) {
                return false;
            }
        } else {
            has_names |= rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        }
    }
    is_any && has_names
}

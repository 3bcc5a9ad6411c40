//! Template engines, a row each: what begins and ends a mark, and what its first word says.

use memchr::memmem;

/// An engine, or several that are alike.
#[derive(Debug)]
pub(super) struct Engine {
    pub(super) marks: &'static [Mark],
    /// What the first word of a statement does.
    pub(super) words: &'static [(&'static str, Role)],
    /// Characters that, at a mark's inner edge, take blanks and line ends around it away.
    pub(super) trims: &'static [u8],
    /// Whether these take no more than the rest of the mark's own line.
    pub(super) trims_line: bool,
    /// Which statements it has that no word of their own begins.
    pub(super) family: Family,
}

/// How statements are written that no word of their own begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `endNAME`, `set` with text.
    Jinja,
    /// `$x :=`, `/* */`.
    Go,
    /// Code with blocks.
    Code,
    /// None.
    Other,
}

/// How something of an engine is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) open: &'static [u8],
    pub(super) close: &'static [u8],
    pub(super) kind: Kind,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value that is put in its place.
    Value,
    /// A statement, by its first word.
    Statement,
    /// A statement if its first word is one of the engine's, or else a value.
    Either,
    /// Nothing.
    Comment,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins text that is there if its condition holds.
    If,
    /// The same, if it does not hold.
    Unless,
    /// Begins alternatives, of which the first one has not begun yet.
    Case,
    /// Begins text that is there any number of times.
    Loop,
    /// Begins text that is kept for later.
    Definition,
    /// Begins text that is there.
    Plain,
    /// Begins text without marks, up to what closes it.
    Raw,
    /// Goes on with another condition.
    ElseIf,
    /// Goes on with what is there otherwise.
    Else,
    /// Ends the block.
    End,
    /// Puts other text in its place: any lines.
    Include,
    /// Does something that is not seen.
    Nothing,
}

const JINJA: Engine = Engine {
    marks: &[
        Mark { open: b"{{", close: b"}}", kind: Kind::Value },
        Mark { open: b"{%", close: b"%}", kind: Kind::Statement },
        Mark { open: b"{#", close: b"#}", kind: Kind::Comment },
    ],
    words: &[
        ("if", Role::If),
        ("unless", Role::Unless),
        ("elif", Role::ElseIf),
        ("elsif", Role::ElseIf),
        ("elseif", Role::ElseIf),
        ("else", Role::Else),
        ("for", Role::Loop),
        ("macro", Role::Definition),
        ("block", Role::Plain),
        ("filter", Role::Definition),
        ("call", Role::Definition),
        ("with", Role::Plain),
        ("autoescape", Role::Plain),
        ("spaceless", Role::Plain),
        ("raw", Role::Raw),
        ("verbatim", Role::Raw),
        ("include", Role::Include),
        ("import", Role::Nothing),
        ("extends", Role::Include),
    ],
    trims: b"-",
    trims_line: false,
    family: Family::Jinja,
};

/// Go's text/template, Tempita.
const BRACES: Engine = Engine {
    marks: &[Mark { open: b"{{", close: b"}}", kind: Kind::Either }],
    words: &[
        ("if", Role::If),
        ("with", Role::If),
        ("else", Role::Else),
        ("elif", Role::ElseIf),
        ("range", Role::Loop),
        ("for", Role::Loop),
        ("end", Role::End),
        ("endif", Role::End),
        ("endfor", Role::End),
        ("define", Role::Definition),
        ("def", Role::Definition),
        ("enddef", Role::End),
        ("block", Role::Plain),
        ("template", Role::Include),
        ("break", Role::Nothing),
        ("continue", Role::Nothing),
        ("py", Role::Nothing),
        ("default", Role::Nothing),
        ("inherit", Role::Nothing),
    ],
    trims: b"-",
    trims_line: false,
    family: Family::Go,
};

/// Mustache, Handlebars: the signs before a name come first, then the words of blocks.
const MUSTACHE: Engine = Engine {
    marks: &[
        Mark { open: b"{{{", close: b"}}}", kind: Kind::Value },
        Mark { open: b"{{!--", close: b"--}}", kind: Kind::Comment },
        Mark { open: b"{{!", close: b"}}", kind: Kind::Comment },
        Mark { open: b"{{", close: b"}}", kind: Kind::Either },
    ],
    words: &[
        ("#each", Role::Loop),
        ("#if", Role::If),
        ("#unless", Role::Unless),
        ("#with", Role::Plain),
        ("#", Role::If),
        ("^", Role::Unless),
        ("/", Role::End),
        (">", Role::Include),
        ("else", Role::Else),
    ],
    trims: b"~",
    trims_line: false,
    family: Family::Other,
};

/// ERB, and others with its marks.
const ERB: Engine = Engine {
    marks: &[
        Mark { open: b"<%#", close: b"%>", kind: Kind::Comment },
        Mark { open: b"<%=", close: b"%>", kind: Kind::Value },
        Mark { open: b"<%-=", close: b"%>", kind: Kind::Value },
        Mark { open: b"<%", close: b"%>", kind: Kind::Statement },
        // Some files go through two engines.
        Mark { open: b"{{", close: b"}}", kind: Kind::Value },
        Mark { open: b"{%", close: b"%}", kind: Kind::Statement },
        Mark { open: b"{#", close: b"#}", kind: Kind::Comment },
    ],
    words: &[
        ("if", Role::If),
        ("unless", Role::Unless),
        ("elsif", Role::ElseIf),
        ("else", Role::Else),
        ("case", Role::Case),
        ("when", Role::ElseIf),
        ("for", Role::Loop),
        ("while", Role::Loop),
        ("end", Role::End),
    ],
    trims: b"-",
    trims_line: true,
    family: Family::Code,
};

/// Scripts with nothing but names to be replaced.
const NAMES: Engine = Engine { marks: &[], words: &[], trims: b"", trims_line: false, family: Family::Other };

impl Engine {
    /// The engine that a text is for, as far as it shows.
    pub(super) fn of(text: &[u8]) -> &'static Self {
        let has = |mark: &[u8]| memmem::find(text, mark).is_some();
        if has(b"<%") {
            &ERB
        } else if has(b"{%") || has(b"{#") && !has(b"{{#") {
            &JINJA
        } else if has(b"{{#") || has(b"{{^") || has(b"{{>") || has(b"{{{") && !has(b"${{{") {
            &MUSTACHE
        } else if has(b"{{") {
            &BRACES
        } else {
            &NAMES
        }
    }

    /// The mark that a text begins with.
    pub(super) fn mark(&self, text: &[u8]) -> Option<&Mark> {
        self.marks.iter().find(|mark| text.starts_with(mark.open))
    }

    /// What a statement does; none: its first word is none of the engine's.
    pub(super) fn role(&self, statement: &[u8]) -> Option<Role> {
        let statement = statement.trim_ascii();
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let signs = usize::from(matches!(statement.first(), Some(b'#' | b'^' | b'/' | b'>')));
        let word = signs + statement[signs..].iter().take_while(is_part).count();
        let named = |name: &[u8]| self.words.iter().find(|(known, _)| known.as_bytes() == name);
        if let Some((_, role)) = named(&statement[..word]).or_else(|| named(&statement[..signs])) {
            let goes_on = *role == Role::Else && statement[word..].trim_ascii_start().starts_with(b"if");
            return Some(if goes_on { Role::ElseIf } else { *role });
        }
        self.other(statement, &statement[..word])
    }

    /// What statements do that are not told by a word of their own.
    fn other(&self, statement: &[u8], word: &[u8]) -> Option<Role> {
        match self.family {
            Family::Jinja if word == b"set" && !statement.contains(&b'=') => Some(Role::Definition),
            Family::Jinja if word.starts_with(b"end") => Some(Role::End),
            Family::Jinja => Some(Role::Nothing),
            Family::Code => Some(code(statement)),
            Family::Go => {
                let is_silent = statement.starts_with(b"/*")
                    || statement.starts_with(b"$") && memmem::find(statement, b":=").is_some();
                is_silent.then_some(Role::Nothing)
            }
            Family::Other => None,
        }
    }
}

/// Ruby's `each do |x|`, JavaScript's `if (a) {` and `}`.
fn code(statement: &[u8]) -> Role {
    let is_loop = statement.ends_with(b"|") || statement.ends_with(b" do");
    match statement {
        [b'}', .., b'{'] if memmem::find(statement, b"if").is_some() => Role::ElseIf,
        [b'}', .., b'{'] => Role::Else,
        [b'}', ..] => Role::End,
        _ if statement.starts_with(b"end") => Role::End,
        _ if is_loop || statement.ends_with(b"{") => Role::Loop,
        _ => Role::Nothing,
    }
}

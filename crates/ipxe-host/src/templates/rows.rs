//! The syntax of each template engine, one row each: the delimiters of marks, and the meanings of their first words.

use memchr::memmem;

/// An engine, or several similar ones.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) marks: &'static [Mark],
    /// How lines are marked that are statements as a whole.
    pub(super) line: LineMark,
    /// What `$` begins.
    pub(super) dollar: Dollar,
    /// Escapes for bytes that would otherwise be a mark: first as written, then the meaning.
    pub(super) escapes: &'static [(&'static [u8], &'static [u8])],
    /// The effect of a statement, by its first word.
    pub(super) words: &'static [(&'static str, Role)],
    /// Characters at a mark's inner edge that remove the white space and line ends around it.
    pub(super) trims: &'static [u8],
    /// Whether these only remove the rest of the mark's own line.
    pub(super) trims_line: bool,
    /// The kinds of statements that do not begin with a keyword.
    pub(super) family: Family,
}

/// The syntax of statements that do not begin with a keyword.
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

/// How lines are marked that are statements as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineMark {
    /// There are none.
    None,
    /// `% STATEMENT`, with any code; `%%` is a `%`.
    Percent,
    /// `#STATEMENT`, with a keyword of the engine; `## comment`.
    Hash,
    /// `@STATEMENT`, with a keyword of the engine.
    At,
}

/// What `$` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dollar {
    /// An expansion of the script.
    Script,
    /// `$NAME`, `${NAME}`: shell identifiers.
    Shell,
    /// `$name.of[it]`, `${name}`.
    Cheetah,
}

/// The syntax of an element of an engine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) open: &'static [u8],
    pub(super) close: &'static [u8],
    pub(super) kind: Kind,
}

/// The meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value that replaces it.
    Value,
    /// A statement, by its first word.
    Statement,
    /// A statement if its first word is a keyword, otherwise a value.
    Either,
    /// Nothing.
    Comment,
}

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins text that is included if its condition is true.
    If,
    /// The same, if it is false.
    Unless,
    /// Begins alternatives; the first one has not begun yet.
    Case,
    /// Begins text that can be repeated.
    Loop,
    /// Begins text that is stored for later.
    Definition,
    /// Begins text that is included.
    Plain,
    /// Begins text without marks, up to its closing mark.
    Raw,
    /// Begins an alternative with another condition.
    ElseIf,
    /// Begins the alternative for all other cases.
    Else,
    /// Ends the block.
    End,
    /// Is replaced by other text: any lines.
    Include,
    /// Has no visible effect.
    Nothing,
}

/// The common properties of most engines.
const PLAIN: Row = Row {
    marks: &[],
    line: LineMark::None,
    dollar: Dollar::Script,
    escapes: &[],
    words: &[],
    trims: b"-",
    trims_line: false,
    family: Family::Other,
};

pub(super) const JINJA: Row = Row {
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
    family: Family::Jinja,
    ..PLAIN
};

/// Go's text/template, Tempita.
pub(super) const BRACES: Row = Row {
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
    family: Family::Go,
    ..PLAIN
};

/// Mustache, Handlebars: the signs before a name come first, then the keywords of blocks.
pub(super) const MUSTACHE: Row = Row {
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
    ..PLAIN
};

/// ERB, and others with its marks.
pub(super) const ERB: Row = Row {
    marks: &[
        Mark { open: b"<%#", close: b"%>", kind: Kind::Comment },
        Mark { open: b"<%=", close: b"%>", kind: Kind::Value },
        Mark { open: b"<%-=", close: b"%>", kind: Kind::Value },
        Mark { open: b"<%", close: b"%>", kind: Kind::Statement },
        // Some files are rendered by two engines.
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
    trims_line: true,
    family: Family::Code,
    ..PLAIN
};

/// Tempita, whose keywords can also be in Go's braces.
pub(super) const TEMPITA: Row = Row {
    marks: &[
        Mark { open: b"{{#", close: b"}}", kind: Kind::Comment },
        Mark { open: b"{{", close: b"}}", kind: Kind::Either },
    ],
    ..BRACES
};

/// Bottle and other engines with such lines; Mako, except for its values.
pub(super) const BOTTLE: Row = Row {
    marks: &[
        Mark { open: b"<%", close: b"%>", kind: Kind::Comment },
        Mark { open: b"{{", close: b"}}", kind: Kind::Value },
    ],
    line: LineMark::Percent,
    family: Family::Jinja,
    ..JINJA
};

pub(super) const CHEETAH: Row = Row {
    marks: &[Mark { open: b"#*", close: b"*#", kind: Kind::Comment }],
    line: LineMark::Hash,
    dollar: Dollar::Cheetah,
    escapes: &[(b"\\$", b"$"), (b"\\#", b"#")],
    words: &[
        ("if", Role::If),
        ("unless", Role::Unless),
        ("elif", Role::ElseIf),
        ("else", Role::Else),
        ("for", Role::Loop),
        ("while", Role::Loop),
        ("repeat", Role::Loop),
        ("end", Role::End),
        ("def", Role::Definition),
        ("block", Role::Plain),
        ("filter", Role::Plain),
        ("try", Role::Case),
        ("except", Role::Else),
        ("raw", Role::Raw),
        ("include", Role::Include),
        ("extends", Role::Include),
        ("super", Role::Include),
        ("echo", Role::Include),
        ("set", Role::Nothing),
        ("del", Role::Nothing),
        ("import", Role::Nothing),
        ("from", Role::Nothing),
        ("silent", Role::Nothing),
        ("slurp", Role::Nothing),
        ("attr", Role::Nothing),
        ("break", Role::Nothing),
        ("continue", Role::Nothing),
        ("pass", Role::Nothing),
        ("stop", Role::Nothing),
        ("return", Role::Nothing),
        ("errorCatcher", Role::Nothing),
        ("compiler-settings", Role::Nothing),
    ],
    ..PLAIN
};

pub(super) const BLADE: Row = Row {
    marks: &[
        Mark { open: b"{{--", close: b"--}}", kind: Kind::Comment },
        Mark { open: b"{!!", close: b"!!}", kind: Kind::Value },
        Mark { open: b"{{", close: b"}}", kind: Kind::Value },
    ],
    line: LineMark::At,
    words: &[
        ("if", Role::If),
        ("unless", Role::Unless),
        ("isset", Role::If),
        ("empty", Role::If),
        ("elseif", Role::ElseIf),
        ("else", Role::Else),
        ("for", Role::Loop),
        ("foreach", Role::Loop),
        ("while", Role::Loop),
        ("endif", Role::End),
        ("endunless", Role::End),
        ("endisset", Role::End),
        ("endempty", Role::End),
        ("endfor", Role::End),
        ("endforeach", Role::End),
        ("endwhile", Role::End),
        ("include", Role::Include),
        ("php", Role::Definition),
        ("endphp", Role::End),
    ],
    ..PLAIN
};

pub(super) const TERRAFORM: Row = Row {
    marks: &[
        Mark { open: b"${", close: b"}", kind: Kind::Value },
        Mark { open: b"%{", close: b"}", kind: Kind::Statement },
    ],
    escapes: &[(b"$${", b"${"), (b"%%{", b"%{")],
    words: &[
        ("if", Role::If),
        ("else", Role::Else),
        ("endif", Role::End),
        ("for", Role::Loop),
        ("endfor", Role::End),
    ],
    trims: b"~",
    ..PLAIN
};

pub(super) const ENVSUBST: Row = Row { dollar: Dollar::Shell, ..PLAIN };

/// Scripts with only names to be replaced.
pub(super) const NAMES: Row = Row { marks: &[], words: &[], ..PLAIN };

impl Row {
    /// Whether the engine has options that remove white space and line ends around statements.
    pub(super) fn has_block_options(&self) -> bool {
        self.family == Family::Jinja && self.line == LineMark::None
    }

    /// The effect of a statement, and the length of its keyword. None if its first word is not a keyword.
    pub(super) fn role(&self, statement: &[u8]) -> Option<(Role, usize)> {
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let signs = usize::from(matches!(statement.first(), Some(b'#' | b'^' | b'/' | b'>')));
        let word = signs + statement[signs..].iter().take_while(is_part).count();
        let named = |length: usize| {
            let known = self.words.iter().find(|(known, _)| known.as_bytes() == &statement[..length]);
            known.map(|(_, role)| (*role, length))
        };
        let Some((role, length)) = named(word).or_else(|| named(signs)) else {
            return self.other(statement, &statement[..word]).map(|role| (role, word));
        };
        let rest = &statement[length..];
        let blanks = rest.len() - rest.trim_ascii_start().len();
        match rest[blanks..].strip_prefix(b"if") {
            Some(_) if role == Role::Else => Some((Role::ElseIf, length + blanks + 2)),
            _ => Some((role, length)),
        }
    }

    /// The effect of a statement without a keyword.
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

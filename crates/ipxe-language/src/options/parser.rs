//! The parser.

use std::ops::Range;

use ipxe_catalog::{Catalog, CommandForm, Enumeration, MAX_ARGUMENTS, OptionSpec, Role, SettingType, Takes};

use super::{ArgumentError, ArgumentErrorKind, DoubtKind, GivenOption, OptionValue, ParsedArguments};
use crate::text::Slice;
use crate::{
    integer::parse_integer,
    setting_name::SettingName,
    text::{Certainty, Text},
    value::parse_value,
};

/// Parses the arguments of a command (without its name) as iPXE does.
///
/// Options come first, up to `--` or the first argument that does not start with `-`. As in iPXE, the value of an
/// option (an integer, a key, a configurator, a UUID, a setting name) is checked when the option is parsed, before the
/// following arguments. An argument that starts with an unknown piece is assumed to be positional, and recorded as a
/// [`Doubt`](crate::options::Doubt). If a command ignores its arguments on the target, all of them are positional.
/// Linear.
///
/// # Errors
/// [`ArgumentError`]: the first certain error.
///
/// ```
/// use ipxe_catalog::{Catalog, Target};
/// use ipxe_language::{options::parse_arguments, text::Text};
///
/// let catalog = Catalog::new(Target::default());
/// let form = catalog.command(b"prompt").unwrap().form;
///
/// let arguments = ["--timeout", "5000", "Press", "a", "key"].map(Text::from);
/// let parsed = parse_arguments(&catalog, form, &arguments).unwrap();
/// assert_eq!(parsed.options[0].integer(), Some(Ok(5000)));
/// assert_eq!(parsed.positionals, &arguments[2..]);
///
/// let error = parse_arguments(&catalog, form, &["--timeout", "5s"].map(Text::from)).unwrap_err();
/// assert_eq!((error.argument, error.range), (1, 0..2));
/// ```
pub fn parse_arguments<'a>(
    catalog: &Catalog,
    form: &'static CommandForm,
    arguments: &'a [Text<'a>],
) -> Result<ParsedArguments<'a>, ArgumentError> {
    let (parsed, error) = parse_despite_errors(catalog, form, arguments);
    error.map_or(Ok(parsed), Err)
}

/// As [`parse_arguments`], but errors are skipped. Returns the options and arguments without them, and the first error.
/// Takes linear time.
pub(crate) fn parse_despite_errors<'a>(
    catalog: &Catalog,
    form: &'static CommandForm,
    arguments: &'a [Text<'a>],
) -> (ParsedArguments<'a>, Option<ArgumentError>) {
    let mut parser = Parser { catalog, form, arguments, next: 0, options: Vec::new(), end: None };
    if form.reads_arguments_on.intersection(catalog.target().platforms()).is_empty() {
        return (parser.all_positional(), None);
    }
    let mut first = None;
    // The parser is already past the argument at fault when it returns an error, so this loop ends.
    while let Err(error) = parser.read_options() {
        first.get_or_insert(error);
    }
    let miscounted = parser.miscounted();
    (parser.finish(), first.or(miscounted))
}

/// The options that iPXE parses before it finds an error in the arguments, or before the positional ones.
#[must_use]
pub fn options_read<'a>(
    catalog: &Catalog,
    form: &'static CommandForm,
    arguments: &'a [Text<'a>],
) -> Vec<GivenOption<'a>> {
    let mut parser = Parser { catalog, form, arguments, next: 0, options: Vec::new(), end: None };
    // Errors do not matter here.
    let _ = parser.read_options();
    parser.options
}

struct Parser<'a, 'c> {
    catalog: &'c Catalog,
    form: &'static CommandForm,
    arguments: &'a [Text<'a>],
    /// Index of the next argument.
    next: usize,
    options: Vec<GivenOption<'a>>,
    /// The doubt about the argument at which the options end.
    end: Option<DoubtKind>,
}

/// The kind of an argument.
enum Step {
    Option,
    /// The options ended before it.
    Positional,
}

impl<'a> Parser<'a, '_> {
    fn read_options(&mut self) -> Result<(), ArgumentError> {
        while let Some(argument) = self.arguments.get(self.next) {
            match argument.starts_with(b"-") {
                Certainty::Yes => {}
                Certainty::No => return Ok(()),
                Certainty::Maybe => {
                    self.end = Some(DoubtKind::MayBeOption);
                    return Ok(());
                }
            }
            if argument.as_known() == Some(b"--") {
                self.next += 1;
                return Ok(());
            }
            let text = argument.as_slice();
            let step = match argument.starts_with(b"--") {
                Certainty::Yes => self.read_long(text)?,
                Certainty::No => self.read_cluster(text)?,
                Certainty::Maybe => Step::Positional,
            };
            if let Step::Positional = step {
                self.end = Some(DoubtKind::WhichOption);
                return Ok(());
            }
        }
        Ok(())
    }

    fn read_long(&mut self, text: Slice<'a>) -> Result<Step, ArgumentError> {
        let at = self.next;
        let (name, value) = match text.find(b'=') {
            Some(equals) => {
                let (name, value) = text.cut(equals);
                (name, Some(value))
            }
            None => (text, None),
        };
        let Some(known) = name.as_known() else { return Ok(Step::Positional) };
        self.next += 1;
        let long = known.get(2..).unwrap_or_default();
        let Some(spec) = self.form.option(long) else {
            if value.is_none() && self.is_value_elsewhere(long) {
                self.next += 1;
            }
            let kind = match (self.unknown_or_help(known, long == b"help"), value) {
                (ArgumentErrorKind::Help, Some(_)) => ArgumentErrorKind::HelpWithValue,
                (kind, _) => kind,
            };
            return Err(error(kind, at, name.range()));
        };
        match (spec.takes, value) {
            (Takes::Nothing, Some(_)) => {
                Err(error(ArgumentErrorKind::UnexpectedValue { option: spec }, at, text.range()))
            }
            (Takes::Required, None) => self.take_next(spec, at, text.range()),
            (_, value) => {
                self.push(spec, at, value.map(|text| OptionValue { text, option: at, argument: at }))
            }
        }
    }

    /// `-abc`: letters of options without a value, possibly followed by one with a value.
    fn read_cluster(&mut self, text: Slice<'a>) -> Result<Step, ArgumentError> {
        let at = self.next;
        let (_, mut rest) = text.cut(text.range().start);
        if rest.is_empty() {
            self.next += 1;
            return Err(error(self.unknown_or_help(b"-", false), at, text.range()));
        }
        let certain = text.to_text().head().len();
        while let Some(letter) = rest.bytes().first().copied() {
            let place = rest.range().start;
            if place >= certain {
                break;
            }
            rest = rest.cut(place).1;
            let Some(spec) = self.form.short_option(letter) else {
                self.next = at + 1;
                let kind = self.unknown_or_help(&[b'-', letter], letter == b'h');
                return Err(error(kind, at, place..place + 1));
            };
            if spec.takes == Takes::Nothing {
                self.push(spec, at, None)?;
                continue;
            }
            self.next = at + 1;
            if rest.is_empty() && spec.takes == Takes::Required {
                return self.take_next(spec, at, text.range());
            }
            let value =
                Some(OptionValue { text: rest, option: at, argument: at }).filter(|_| !rest.is_empty());
            return self.push(spec, at, value);
        }
        if !rest.is_empty() {
            return Ok(Step::Positional);
        }
        self.next = at + 1;
        Ok(Step::Option)
    }

    /// Whether the next argument is the value of an option that only other commands have: it is no argument of this one.
    fn is_value_elsewhere(&self, long: &[u8]) -> bool {
        let Some(next) = self.arguments.get(self.next).and_then(Text::as_known) else { return false };
        let mut elsewhere = self.catalog.commands().filter_map(|command| command.form.option(long));
        let is_value = |spec: &'static OptionSpec| {
            spec.takes == Takes::Required && !next.starts_with(b"-") && self.fault(spec, next).is_none()
        };
        elsewhere.next().is_some_and(is_value)
    }

    /// Uses the next argument as the value of an option.
    fn take_next(
        &mut self,
        spec: &'static OptionSpec,
        at: usize,
        range: Range<usize>,
    ) -> Result<Step, ArgumentError> {
        let argument = self.next;
        let value = self.arguments.get(argument).filter(|value| !value.starts_with(b"-").is_yes());
        let Some(value) = value else {
            return Err(error(ArgumentErrorKind::MissingValue { option: spec }, at, range));
        };
        self.next += 1;
        self.push(spec, at, Some(OptionValue { text: value.as_slice(), option: at, argument }))
    }

    fn push(
        &mut self,
        spec: &'static OptionSpec,
        argument: usize,
        value: Option<OptionValue<'a>>,
    ) -> Result<Step, ArgumentError> {
        if let Some(value) = value
            && let Some(text) = value.text.as_known()
            && let Some(kind) = self.fault(spec, text)
        {
            return Err(error(kind, value.argument, value.range()));
        }
        self.options.push(GivenOption { spec, argument, value });
        Ok(Step::Option)
    }

    /// The error in the value of an option.
    fn fault(&self, option: &'static OptionSpec, text: &[u8]) -> Option<ArgumentErrorKind> {
        let is_number = option.role.is_integer() || option.role == Role::Key && text.len() != 1;
        match option.role {
            _ if is_number => {
                Some(ArgumentErrorKind::BadInteger { option, error: parse_integer(text).err()? })
            }
            Role::Configurator => {
                let known = self.catalog.values(Enumeration::Configurators);
                let is_known = known.iter().any(|known| known.as_bytes() == text);
                (!is_known).then_some(ArgumentErrorKind::UnknownConfigurator { option })
            }
            Role::Uuid => {
                let is_uuid = parse_value(SettingType::Uuid, text).is_ok();
                (!is_uuid).then_some(ArgumentErrorKind::MalformedUuid { option })
            }
            role if role.is_setting() => {
                let setting_type = SettingName::parse(text).setting_type?;
                let is_known = self.catalog.setting_type(setting_type).is_some();
                (!is_known).then_some(ArgumentErrorKind::UnknownSettingType { option })
            }
            _ => None,
        }
    }

    fn unknown_or_help(&self, name: &[u8], help: bool) -> ArgumentErrorKind {
        if help && self.form.understands_help {
            ArgumentErrorKind::Help
        } else {
            ArgumentErrorKind::UnknownOption { name: name.to_vec() }
        }
    }

    fn all_positional(self) -> ParsedArguments<'a> {
        let Self { arguments, .. } = self;
        ParsedArguments { options: Box::default(), positionals: arguments, first_positional: 0, end: None }
    }

    /// The error in the number of positional arguments, unless some of them may be options.
    fn miscounted(&self) -> Option<ArgumentError> {
        let positionals = self.arguments.get(self.next..).unwrap_or_default();
        let given = positionals.len();
        let min = usize::from(self.form.min_args);
        let max = usize::from(self.form.max_args.unwrap_or(MAX_ARGUMENTS));
        if self.end == Some(DoubtKind::WhichOption) {
            return None;
        }
        if given < min {
            return Some(error(ArgumentErrorKind::TooFew { given, min }, self.arguments.len(), 0..0));
        }
        let range = positionals.get(max)?.as_slice().range();
        Some(error(ArgumentErrorKind::TooMany { given, max }, self.next + max, range))
    }

    fn finish(self) -> ParsedArguments<'a> {
        let positionals = self.arguments.get(self.next..).unwrap_or_default();
        let Self { options, next: first_positional, end, .. } = self;
        ParsedArguments { options: options.into(), positionals, first_positional, end }
    }
}

fn error(kind: ArgumentErrorKind, argument: usize, range: Range<usize>) -> ArgumentError {
    ArgumentError { kind, argument, range }
}

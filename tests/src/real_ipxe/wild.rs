//! Random scripts with unusual contents: every command, strange options, names and values.
//!
//! Their output is ignored, so they need not print anything. Their results are in the settings `r1`, `r2` and so on at
//! the end.

use ipxe_catalog::{Availability, CommandForm, OptionSpec, Repeat, Role, Takes};
use ipxe_machine::simulate::Outcome;

use super::grammar::{Dice, Grammar};
use super::session::{simulate_wild, with_port};
use super::{Build, Case};

/// The maximum number of settings with results.
pub(super) const SLOTS: usize = 60;

/// Commands that are not tried with random options and arguments: they wait for a user, or end everything.
const EXCLUDED: &[&str] =
    &["shell", "config", "reboot", "poweroff", "login", "ping", "console", "cpuid", "sync"];

/// A generator of scripts.
#[derive(Debug)]
pub struct Wild {
    grammar: Grammar,
    build: Build,
    commands: Vec<(&'static str, &'static CommandForm)>,
    dice: Dice,
    /// The number of results in the current script.
    slots: usize,
}

impl Wild {
    /// From a seed.
    #[must_use]
    pub fn new(build: Build, seed: u64) -> Self {
        let catalog = build.catalog();
        let there =
            |form: &CommandForm| !matches!(catalog.availability(form.build), Availability::Nowhere { .. });
        let commands = catalog
            .commands()
            .filter(|known| there(known.form) && !EXCLUDED.contains(&known.spec.name))
            .map(|known| (known.spec.name, known.form))
            .collect();
        let dice = Dice::new(seed.wrapping_mul(0x0123_4567_89AB_CDEF));
        Self { grammar: Grammar::read(), build, commands, dice, slots: 0 }
    }

    /// The next case that ends.
    pub fn next_case(&mut self) -> Case {
        loop {
            let case = self.case();
            if ends(self.build, &case) {
                return case;
            }
        }
    }

    fn case(&mut self) -> Case {
        self.slots = 0;
        let main = self.script(12);
        let inner = self.script(4);
        let below = self.script(3);
        Case::of(main)
            .with("inner.ipxe", inner)
            .with("leaf.ipxe", "#!ipxe\nset r0 ${r0}+leaf[${a}][${cwuri}]\nset c leaf\nexit ${n}\n")
            .with("sub/below.ipxe", below)
            .with("sub/leaf.ipxe", "#!ipxe\nset r0 ${r0}+other[${a}]\nchain ../leaf.ipxe ||\ninc n ||\n")
            .with("blob", "no script")
    }

    fn script(&mut self, most: usize) -> Vec<u8> {
        let mut text = String::from("#!ipxe\n");
        for at in 0..=self.dice.below(most) {
            let label = match self.dice.below(12) {
                0 => ":next ".to_owned(),
                1 => format!(":l{at} "),
                2 => format!(":{}\t", self.expand("word", 0)),
                _ => String::new(),
            };
            let line = self.expand("line", 0);
            let end = *self
                .dice
                .pick(&["\n", "\n", "\n", " ||\n", " ||\n", " ||\n", "\r\n", " ;\n", " # x\n"])
                .unwrap_or(&"\n");
            text.extend([&*label, &line, end]);
        }
        unescape(&with_port(&text))
    }

    /// A text of a symbol.
    fn expand(&mut self, symbol: &str, depth: u32) -> String {
        match symbol {
            "slot" => {
                self.slots = (self.slots + 1).min(SLOTS);
                return format!("r{}", self.slots);
            }
            "any" => return self.any_command(depth),
            _ => {}
        }
        let mut rest = self.grammar.pick(symbol, depth, &mut self.dice);
        let mut text = String::new();
        while let Some((before, after)) = rest.split_once('<') {
            text += before;
            rest = match after.split_once('>') {
                Some((name, after)) if name == "slot" || name == "any" || self.grammar.has(name) => {
                    text += &self.expand(name, depth + 1);
                    after
                }
                _ => {
                    text.push('<');
                    after
                }
            };
        }
        text += rest;
        text
    }

    /// A command of the build, with some of its options, and mostly valid arguments.
    fn any_command(&mut self, depth: u32) -> String {
        let Some((name, form)) = self.dice.pick(&self.commands).copied() else { return String::new() };
        let mut words = vec![name.to_owned()];
        while self.dice.once_in(2) && words.len() < 5 {
            let option = self.option(form, depth);
            words.push(option);
        }
        if self.dice.once_in(8) {
            words.push("--".to_owned());
        }
        let (least, most) = (usize::from(form.min_args), usize::from(form.max_args.unwrap_or(3)));
        let count = if self.dice.once_in(5) {
            self.dice.below(4)
        } else {
            least + self.dice.below(most.min(4).saturating_sub(least) + 1)
        };
        for at in 0..count {
            let argument = form.argument(at);
            let role = argument.map_or(Role::Text, |argument| argument.role);
            let word = self.of_role(role, depth);
            let joined = argument.is_some_and(|argument| argument.repeat == Repeat::Joined);
            words.push(if joined { self.expand("words", depth + 1) } else { word });
        }
        if form.argument(0).is_some_and(|argument| argument.role == Role::Interface)
            && name.starts_with(['d', 'a', 'p'])
            || name == "ifconf"
            || name == "iflinkwait"
        {
            // The network of this machine is needed.
            words.push("net9".to_owned());
            words.retain(|word| !word.contains("net0") && !word.contains("netX"));
        }
        words.join(" ")
    }

    fn of_role(&mut self, role: Role, depth: u32) -> String {
        let symbol = format!("role.{role:?}");
        let symbol = if self.grammar.has(&symbol) { symbol } else { "word".to_owned() };
        self.expand(&symbol, depth + 1)
    }

    fn option(&mut self, form: &CommandForm, depth: u32) -> String {
        let Some(option) = self.dice.pick(form.options) else {
            return self
                .dice
                .pick(&["-x", "--nosuch", "-", "--help=1", "---", "-hx"])
                .unwrap_or(&"-x")
                .to_string();
        };
        let downloads = form.argument(0).is_some_and(|argument| argument.role.is_uri());
        let value = match option.role {
            Role::Timeout if downloads => self.expand("role.Patience", depth + 1),
            role => self.of_role(role, depth),
        };
        self.spelled(option, &value)
    }

    fn spelled(&mut self, option: &OptionSpec, value: &str) -> String {
        let long = option.long;
        let short = option.short.map_or('x', char::from);
        if option.takes == Takes::Nothing {
            return match self.dice.below(12) {
                0..4 => format!("--{long}"),
                4..7 => format!("-{short}"),
                7 => format!("-{short}{short}"),
                8 => format!("--{long}={value}"),
                9 => format!("-{long}"),
                10 => format!("--{}", long.get(..2).unwrap_or(long)),
                _ => format!("-{short}x"),
            };
        }
        match self.dice.below(14) {
            0..3 => format!("--{long} {value}"),
            3..5 => format!("--{long}={value}"),
            5..8 => format!("-{short} {value}"),
            8 => format!("-{short}{value}"),
            9 => format!("-{short}={value}"),
            10 => format!("--{long}="),
            11 => format!("--{long}"),
            12 => format!("-{long} {value}"),
            _ => format!("--{} {value}", long.get(..2).unwrap_or(long)),
        }
    }
}

/// Whether a case ends by itself.
pub(super) fn ends(build: Build, case: &Case) -> bool {
    let (report, outcome) = simulate_wild(build, case);
    let differs = |line: &Vec<u8>| {
        build.differing().iter().any(|part| line.windows(part.len()).any(|other| other == *part))
    };
    matches!(outcome, Outcome::Finished) && report.complete && !report.lines.iter().any(differs)
}

/// `\n` and `\xNN` in the grammar.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let hex = tail
            .get(1..3)
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (first, tail.first(), hex) {
            (b'\\', Some(b'n'), _) => {
                bytes.push(b'\n');
                rest = tail.get(1..).unwrap_or_default();
            }
            (b'\\', Some(b'x'), Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(3..).unwrap_or_default();
            }
            _ => bytes.push(first),
        }
    }
    bytes
}

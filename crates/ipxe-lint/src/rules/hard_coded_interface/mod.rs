//! `${net0/…}` in place of the interface from which the machine booted.

use foldhash::{HashMap, HashSet};
use ipxe_catalog::{Actions, CommandForm, Implementation, Role, world::Meaning};
use ipxe_language::{invocation::Invocation, setting_name::SettingName};
use ipxe_syntax::{Command, Span};

use crate::{
    Diagnostic, Fix, FixKind, Level, RuleId, RuleMeta,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_language::setting_name::untyped;
use ipxe_model::{commands::name_set::is_interface, reach::standing};

pub(super) const META: RuleMeta = RuleMeta {
    name: "hard-coded-interface",
    code: "IPX340",
    summary: "a setting of a fixed interface is used, whichever interface the machine booted from",
    level: Level::Warning,
    fix: FixKind::Sometimes,
    since: "0.1.0",
    doc: include_str!("doc.md"),
};

/// A use of a particular interface's setting.
struct Use<'a> {
    /// `net0`.
    interface: &'a [u8],
    /// Its span.
    place: Span,
    /// `net0/mac`.
    name: &'a [u8],
    /// The number of its section, by the label before it.
    section: usize,
    /// Whether another setting stores it for later.
    is_kept: bool,
}

pub(super) fn check(cx: &Context<'_, '_>, out: &mut Sink<'_>) {
    let source = cx.script.source();
    let names_interface = |at: usize| source.get(at + b"${net".len()).is_some_and(u8::is_ascii_digit);
    let takes_turns = memchr::memmem::find(source, b"${net${").is_some();
    if !takes_turns && !memchr::memmem::find_iter(source, b"${net").any(names_interface) {
        return;
    }
    let script = Interfaces::new(cx);
    if script.is_particular {
        out.extend(script.left_out_of_rounds());
        out.extend(script.strangers());
        if cx.standing().role == standing::Role::EntryPoint
            && let Some(configured) = configured(cx)
        {
            out.extend(script.unconfigured(&configured));
        }
    } else if !is_for_one_machine(cx) {
        out.extend(script.assumed());
    }
}

/// The interfaces that the script configures or gives settings to, if each command that configures some says which.
fn configured<'a>(cx: &Context<'a, '_>) -> Option<HashSet<&'a [u8]>> {
    let configures = |form: &CommandForm| form.effects.actions.contains(Actions::CONFIGURES_NETWORK);
    let mut configured = HashSet::default();
    for (_, invocation) in cx.invocations_that_may(&configures) {
        let interfaces = invocation.arguments()?.positionals;
        // Without a name, it is all of them.
        interfaces.first()?;
        for interface in interfaces {
            configured.insert(interface.as_known().filter(|name| *name != b"netX")?);
        }
    }
    for (_, invocation) in cx.invocations_of(Implementation::Set) {
        let name = invocation.positional(0).map(|name| SettingName::parse(name.head()).scope);
        configured.extend(name.filter(|scope| is_interface(scope)));
    }
    (!configured.is_empty()).then_some(configured)
}

/// Whether the script is for a machine whose interfaces are known: its file is named after the machine, or it sets the
/// machine's name or a hardware address, and asks nothing.
fn is_for_one_machine(cx: &Context<'_, '_>) -> bool {
    let gives_identity = |invocation: &Invocation<'_>| {
        let text =
            |at| invocation.positional(at).and_then(ipxe_language::text::Text::as_known).unwrap_or_default();
        untyped(text(0)) == b"hostname" && !text(1).is_empty() || is_hardware_address(text(1))
    };
    let asks = |implementation| cx.invocations_of(implementation).next().is_some();
    cx.options.surroundings.is_for_one_machine()
        || cx.invocations_of(Implementation::Set).any(|(_, invocation)| gives_identity(invocation))
            && !asks(Implementation::Iseq)
            && !asks(Implementation::Choose)
}

/// `00:11:22:33:44:55`
fn is_hardware_address(text: &[u8]) -> bool {
    let bytes = || text.split(|byte| matches!(byte, b':' | b'-'));
    bytes().count() == 6 && bytes().all(|byte| byte.len() == 2 && byte.iter().all(u8::is_ascii_hexdigit))
}

/// The interfaces that a script is about.
struct Interfaces<'a> {
    uses: Vec<Use<'a>>,
    /// Per section, the interfaces that its commands open, configure or test.
    handled: HashMap<usize, HashSet<&'a [u8]>>,
    /// Per section, the expression for the current interface: `net${i}`.
    rounds: HashMap<usize, &'a [u8]>,
    /// The interfaces in arguments of commands, with their places and sections.
    named: Vec<(Span, &'a [u8], usize)>,
    /// Whether the script distinguishes interfaces.
    is_particular: bool,
}

impl<'a> Interfaces<'a> {
    fn new<'s>(cx: &Context<'a, 's>) -> Self {
        let labels: Vec<u32> = cx.script.labels().map(|label| label.span().start()).collect();
        let mut found = Self {
            uses: Vec::new(),
            handled: HashMap::default(),
            rounds: HashMap::default(),
            named: Vec::new(),
            is_particular: false,
        };
        for (command, invocation) in cx.invocations() {
            let section = labels.partition_point(|label| *label <= command.span().start());
            found.add_handled(command, invocation, section);
            found.add_uses(cx, command, invocation, section);
        }
        found
    }

    /// The interfaces that are arguments of the command, or whose settings it writes.
    fn add_handled(&mut self, command: Command<'a, '_>, invocation: &'a Invocation<'a>, section: usize) {
        let Some((form, arguments)) = invocation.meant() else { return };
        for (at, text) in arguments.positionals.iter().enumerate() {
            let Some(role) = form.argument(at).map(|argument| argument.role) else { continue };
            let name = match role {
                Role::Interface => text.head(),
                Role::SettingWritten | Role::SettingUpdated => SettingName::parse(text.head()).scope,
                _ => continue,
            };
            // `dhcp net${n}`, `dhcp ${interface}`
            self.is_particular |= !text.is_known() && (role == Role::Interface || name.starts_with(b"net"));
            self.handle(section, name);
            let word = command.arguments().nth(arguments.first_positional + at);
            let named = word.filter(|_| role == Role::Interface && text.is_known() && is_interface(name));
            self.named.extend(named.map(|word| (word.span(), name, section)));
        }
        let options = arguments.options.iter().filter(|option| option.spec.role == Role::Interface);
        self.is_particular |= options.count() > 0;
    }

    fn handle(&mut self, section: usize, name: &'a [u8]) {
        if is_interface(name) && name != b"netX" {
            self.is_particular = true;
            self.handled.entry(section).or_default().insert(name);
        }
    }

    fn add_uses<'s>(
        &mut self,
        cx: &Context<'a, 's>,
        command: Command<'a, 's>,
        invocation: &Invocation<'_>,
        section: usize,
    ) {
        use Implementation::{Dynui, Echo, Iseq, Isset, Item, Menu, Prompt, Show};
        if memchr::memmem::find(cx.script.slice(command.span()), b"net").is_none() {
            return;
        }
        let implementation = invocation.form().map(|form| form.implementation);
        for expansion in command.words().flat_map(ipxe_syntax::Word::expansions) {
            let (Some(scope), Some(name)) = (expansion.scope(), expansion.inside().as_literal()) else {
                // `${net${n}/mac}`
                let inside = expansion.inside().text();
                self.is_particular |= inside.starts_with(b"net") && expansion.has_nested();
                if inside.starts_with(b"net${")
                    && let Some(end) = memchr::memchr(b'}', inside)
                    && inside.get(end + 1) == Some(&b'/')
                {
                    self.rounds.entry(section).or_insert(inside.get(..=end).unwrap_or_default());
                }
                continue;
            };
            let Some(interface) = scope.as_literal().filter(|scope| is_interface(scope) && *scope != b"netX")
            else {
                continue;
            };
            match implementation {
                Some(Isset | Iseq) => self.is_particular = true,
                Some(Echo | Prompt | Show | Item | Menu | Dynui) => {}
                // A setting that no interface has is empty on every interface.
                _ if !cx.is_setting(name) => {}
                _ => {
                    let is_kept = implementation == Some(Implementation::Set);
                    self.uses.push(Use { interface, place: scope.span(), name, section, is_kept });
                }
            }
        }
    }

    /// The uses of one interface, in a script that does not distinguish interfaces otherwise.
    fn assumed(&self) -> Option<Diagnostic> {
        let (first, more) = self.uses.split_first()?;
        if more.iter().any(|other| other.interface != first.interface) {
            return None;
        }
        let interface = String::from_utf8_lossy(first.interface);
        let message = format!(
            "{} belongs to a fixed interface, not to the one that the machine booted from",
            quote(&expansion(first.name))
        );
        let label =
            format!("on a machine that boots from another port than `{interface}`, this is wrong or empty");
        let finding = Diagnostic::new(RuleId::HardCodedInterface, first.place, message, label);
        let finding = label_all(finding, more.iter().map(|other| other.place), "also here");
        let title = "use `netX`, the interface that was opened last";
        let edits = self.uses.iter().map(|used| (used.place, "netX".to_owned()));
        Some(match fix_all(title, edits) {
            Some(fix) => finding.fix(fix),
            None => finding.help(title),
        })
    }

    /// Named interfaces in a section that handles one interface after the other.
    fn left_out_of_rounds(&self) -> impl Iterator<Item = Diagnostic> {
        let used = self.uses.iter().filter(|used| !used.is_kept);
        let used = used.map(|used| (used.place, used.interface, used.section));
        self.named.iter().copied().chain(used).filter_map(|(place, interface, section)| {
            let turn = std::str::from_utf8(self.rounds.get(&section)?).ok()?;
            let message = format!("this section is for `{turn}`, and uses {}", quote(interface));
            let label = "this is the same interface in every iteration";
            let finding = Diagnostic::new(RuleId::HardCodedInterface, place, message, label);
            let has_digit =
                interface.strip_prefix(b"net").is_some_and(|rest| rest.iter().all(u8::is_ascii_digit));
            let meant = || Fix::unsafe_(format!("did you mean `{turn}`?"), place, turn);
            has_digit.then(|| finding.fix(meant()))
        })
    }

    /// Uses of one interface in a section about another one.
    fn strangers(&self) -> impl Iterator<Item = Diagnostic> {
        let sections = |interface: &[u8]| self.handled.values().any(|handled| handled.contains(interface));
        self.uses.iter().filter_map(move |used| {
            let handled = self.handled.get(&used.section).filter(|handled| handled.len() == 1)?;
            let own = handled.iter().next().filter(|own| **own != used.interface)?;
            sections(used.interface).then(|| stranger(used, own))?
        })
    }

    /// The uses of an address of an interface that the script neither opens nor configures.
    fn unconfigured(&self, configured: &HashSet<&[u8]>) -> Option<Diagnostic> {
        let is_handled = |used: &Use<'_>| configured.contains(used.interface);
        let is_address = |used: &Use<'_>| Meaning::InterfaceAddress.is_in(SettingName::parse(used.name).name);
        let first = self.uses.iter().find(|used| is_address(used) && !is_handled(used))?;
        let same = self.uses.iter().filter(|used| used.interface == first.interface && is_address(used));
        let places: Vec<Span> = same.map(|used| used.place).collect();
        let interface = String::from_utf8_lossy(first.interface);
        let name = quote(&expansion(first.name));
        let message = format!("{name} is the address of an interface that nothing configures");
        let label = format!("this script configures other interfaces only, so `{interface}` has no address");
        let finding = Diagnostic::new(RuleId::HardCodedInterface, first.place, message, label);
        let finding = label_all(finding, places.iter().skip(1).copied(), "also here");
        let only = configured.iter().next().copied().filter(|_| configured.len() == 1);
        let fix = only.and_then(|only| std::str::from_utf8(only).ok()).and_then(|only| {
            let edits = places.iter().map(|place| (*place, only.to_owned()));
            fix_all(&format!("did you mean `{only}`?"), edits)
        });
        Some(match fix {
            Some(fix) => finding.fix(fix),
            None => finding.help("name the interface that the script configures, or configure this one"),
        })
    }
}

fn stranger(used: &Use<'_>, own: &[u8]) -> Option<Diagnostic> {
    let own = std::str::from_utf8(own).ok()?;
    let message = format!("this section is for `{own}`, and uses {}", quote(&expansion(used.name)));
    let label = "this is the setting of another interface";
    let finding = Diagnostic::new(RuleId::HardCodedInterface, used.place, message, label);
    Some(finding.fix(Fix::unsafe_(format!("did you mean `{own}`?"), used.place, own)))
}

fn expansion(name: &[u8]) -> Vec<u8> {
    [b"${", name, b"}"].concat()
}

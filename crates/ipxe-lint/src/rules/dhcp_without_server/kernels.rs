//! Linux kernels that get no network configuration: they use DHCP, whether it is requested or nothing is.

use ipxe_catalog::world::KernelArgument;
use ipxe_language::text::Text;
use ipxe_machine::profile::Profile;
use ipxe_syntax::{Span, Word};

use crate::{
    Diagnostic, Fix, RuleId,
    context::Context,
    occurrences::{fix_all, label_all},
    sink::Sink,
    text::quote,
};
use ipxe_model::images::command_lines::CommandLine;

pub(super) fn check(cx: &Context<'_, '_>, profile: &Profile, out: &mut Sink<'_>) {
    let lines = cx.command_lines().linux();
    out.extend(lines.iter().filter_map(|line| asking(cx, line, profile)));
    let silent: Vec<_> =
        lines.iter().filter(|line| line.arguments().iter().all(is_no_configuration)).collect();
    let Some((first, rest)) = silent.split_first() else { return };
    let message = format!(
        "{} without network configuration, and the network of profile `{}` has no DHCP server",
        match silent.len() {
            1 => "a Linux kernel is booted".to_owned(),
            count => format!("{count} Linux kernels are booted"),
        },
        profile.name
    );
    let label = "its command line configures no interface, and it cannot get a lease";
    let finding = Diagnostic::new(RuleId::DhcpWithoutServer, first.image.span(), message, label);
    let finding = label_all(finding, rest.iter().map(|line| line.image.span()), "also here");
    let Some(setting) = ready_made(profile) else {
        out.push(finding.help("add the address: `ip=CLIENT::GATEWAY:NETMASK:HOST:INTERFACE:none`"));
        return;
    };
    let title = format!("add `${{{setting}}}`, which the provider sets, to the command line");
    let edits =
        silent.iter().map(|line| (Span::empty(line.end(cx.script.source())), format!(" ${{{setting}}}")));
    out.push(match fix_all(&title, edits) {
        Some(fix) => finding.fix(fix),
        None => finding.help(title),
    });
}

/// A kernel that is configured to use DHCP.
fn asking<'a>(cx: &Context<'a, '_>, line: &CommandLine<'a, '_>, profile: &Profile) -> Option<Diagnostic> {
    let arguments = line.arguments();
    let known = arguments.iter().filter_map(Text::as_known);
    let argument = known.into_iter().find(|argument| KernelArgument::asks_for_lease(argument))?;
    let holds = |word: &&Word<'a, '_>| {
        memchr::memmem::find(cx.constants().resolve(**word, cx).known_bytes(), argument).is_some()
    };
    let word = line.words.iter().find(holds).unwrap_or(&line.image);
    let message = format!(
        "{} makes the kernel wait for a lease, and the network of profile `{}` has no DHCP server",
        quote(argument),
        profile.name
    );
    let new = |label| Diagnostic::new(RuleId::DhcpWithoutServer, word.span(), message, label);
    let nothing = "the booted system gets no address";
    let Some(setting) = ready_made(profile) else {
        return Some(new(nothing).help("set the address: `ip=CLIENT::GATEWAY:NETMASK:HOST:INTERFACE:none`"));
    };
    let is_there =
        line.words.iter().any(|word| memchr::memmem::find(word.text(), setting.as_bytes()).is_some());
    let title = format!("use `${{{setting}}}`, which the provider sets, instead");
    Some(if is_there {
        new("this waits for nothing").help(format!("remove it: `${{{setting}}}` is the configuration"))
    } else if word.text() == argument {
        new(nothing).fix(Fix::unsafe_(&title, word.span(), format!("${{{setting}}}")))
    } else {
        new(nothing).help(title)
    })
}

/// Whether an argument certainly does not configure an interface: one that begins with a setting may be anything.
fn is_no_configuration(argument: &Text<'_>) -> bool {
    let head = argument.head();
    let is_name_known = argument.is_known() || head.contains(&b'=');
    is_name_known && !KernelArgument::configures_network(head)
}

/// The setting of the profile that is a whole `ip=` argument, and always exists.
fn ready_made(profile: &Profile) -> Option<&str> {
    let is_address = |name: Option<&str>| name == Some("ip");
    let mut settings = profile.settings.iter();
    let found =
        settings.find(|supplied| !supplied.sometimes && is_address(supplied.kernel_argument.as_deref()));
    found.map(|supplied| &*supplied.name)
}

//! Follows a run, and compares it with what the analysis allows.

use std::collections::HashMap;

use ipxe_catalog::{Catalog, Returns};
use ipxe_language::{
    invocation::Invocation,
    text::{Certainty, Text},
    words::Words,
};
use ipxe_machine::{
    settings::{Absence, Settings},
    simulate::{Budget, CommandEffects, MachineState, Menu, Observer, Progress, RunLimits, Status},
};
use ipxe_model::{
    analysis::{Analysis, Assumptions, State},
    graph::Flow,
};
use ipxe_syntax::{CommandId, Script, Span};
use proptest::test_runner::TestCaseError;

use crate::world::{World, is_kernel};

/// The maximum number of commands of one run that are followed.
const STEPS: usize = 250;

/// The minimum number of runs of a script of the corpus: one for each entry of its menus, within these bounds.
const LEAST_RUNS: usize = 6;
const MOST_RUNS: usize = 64;

/// Settings that are checked before every command, whether or not the script mentions them.
const SETTINGS: &[&str] = &[
    "a",
    "b",
    "c",
    "d",
    "item1",
    "ip",
    "net0/ip",
    "netX/ip",
    "netX/a",
    "net0/a",
    "s/a",
    "filename",
    "hostname",
    "net0.dhcp/filename",
    "platform",
    "buildarch",
    "mac",
    "net0/mac",
    "a:hex",
    "b:uint32",
    "username",
];

/// Runs a script, and checks the analysis before every one of its commands.
pub(crate) fn follow(
    source: &[u8],
    settings: &Settings,
    complete: bool,
    world: World,
) -> Result<(), TestCaseError> {
    let script = ipxe_syntax::parse(source);
    analysed(&script, settings, complete, |followed| {
        assert!(followed.analysis.is_complete(), "so short a script is no trouble");
        followed.run(settings.clone(), world).map(drop)
    })
}

/// Runs a script once for each entry of the first menu that it shows, and checks each run. Returns the number of runs.
/// None if the analysis gave up.
pub(crate) fn follow_choices(
    source: &[u8],
    settings: &Settings,
    world: impl Fn(u64) -> World,
) -> Result<usize, TestCaseError> {
    let script = ipxe_syntax::parse(source);
    analysed(&script, settings, false, |followed| {
        if !followed.analysis.is_complete() {
            return Ok(0);
        }
        let (mut runs, mut entries) = (0, LEAST_RUNS);
        while runs < entries.min(MOST_RUNS) {
            let offered = followed.run(settings.clone(), world(runs as u64).choosing(runs))?;
            (runs, entries) = (runs + 1, entries.max(offered));
        }
        Ok(runs)
    })
}

/// Analyses a script, and passes it on with the result.
fn analysed<T>(
    script: &Script<'_>,
    settings: &Settings,
    complete: bool,
    then: impl FnOnce(&Followed<'_, '_>) -> T,
) -> T {
    let catalog: Catalog = settings.catalog().clone();
    let words = Words::new(script);
    let flow = Flow::new(script, &words, &catalog);
    let mut assumptions = Assumptions::new(settings.clone());
    if complete {
        assumptions = assumptions.complete().first();
    }
    let downloads_kernel = |command: &CommandId| {
        let location = flow.invocation(*command).and_then(|invocation| invocation.positional(0)?.as_known());
        location.is_some_and(is_kernel)
    };
    let kernels = script.commands().map(ipxe_syntax::Command::id).filter(downloads_kernel);
    assumptions = assumptions.with_kernels(kernels.collect());
    let analysis = Analysis::new(script, &flow, &catalog, assumptions);
    let commands = script.commands().map(|command| (command.span(), command.id())).collect();
    then(&Followed { script, flow: &flow, analysis, commands })
}

/// A script, and its analysis.
struct Followed<'a, 's> {
    script: &'a Script<'s>,
    flow: &'a Flow<'a>,
    analysis: Analysis<'a, 's>,
    commands: HashMap<Span, CommandId>,
}

impl Followed<'_, '_> {
    /// Runs the script once. Returns the maximum number of entries of a menu.
    fn run(&self, settings: Settings, mut world: World) -> Result<usize, TestCaseError> {
        let mut machine = MachineState::new(settings);
        if machine.load(self.script.source(), None).is_err() {
            return Ok(0);
        }
        let mut limits = RunLimits::default();
        limits.steps = STEPS;
        let mut budget = Budget::new(limits);
        loop {
            let before = machine.clone();
            let configured = world.configured;
            let mut begun = Begun::default();
            let progress = machine.step(&mut world, &mut begun, &mut budget);
            self.compare(&begun, &before, configured, &mut world)?;
            if let Progress::Ended(_) = progress {
                return Ok(world.most_entries);
            }
        }
    }

    /// Compares the state before a command with the analysis.
    fn compare(
        &self,
        begun: &Begun,
        before: &MachineState,
        configured: bool,
        world: &mut World,
    ) -> Result<(), TestCaseError> {
        let shown = world.shown.take();
        let Some((span, seen)) = &begun.command else { return Ok(()) };
        let Some(id) = self.commands.get(span).copied() else { return Ok(()) };
        let place = |what: String| {
            let source = String::from_utf8_lossy(self.script.source());
            let command = String::from_utf8_lossy(self.script.slice(*span));
            TestCaseError::fail(format!("{what}\nat `{command}` of\n{source}"))
        };
        if !self.analysis.is_reachable(id) {
            return Err(place("reached, though called unreachable".into()));
        }
        let Some(moment) = self.analysis.before(id) else {
            return Err(place("reached, though nothing is known of it".into()));
        };
        let Some(command) = self.script.command(id) else { return Ok(()) };
        for (word, seen) in command.words().zip(seen) {
            let allowed = moment.texts(word.text());
            if !allowed.iter().any(|text| text.may_equal(seen)) {
                let seen = Text::from(&**seen);
                return Err(place(format!("{seen:?} is not among {allowed:?}")));
            }
        }
        let invocation = self.flow.invocation(id);
        let returns = invocation.and_then(Invocation::form).map(|form| form.effects.returns);
        if let ([status], Some(Returns::Always)) = (begun.ended.as_slice(), returns) {
            let allowed = if status.is_ok() { moment.may_succeed() } else { moment.may_fail() };
            if !allowed {
                return Err(place(format!("ended with {status:?}")));
            }
        }
        check_settings(&moment, before).map_err(place)?;
        check_images(&moment, before).map_err(place)?;
        if configured && moment.network().configured == Certainty::No {
            return Err(place("the network is configured".into()));
        }
        shown.map_or(Ok(()), |menu| check_menu(&moment, begun.menu_name().as_deref(), &menu)).map_err(place)
    }
}

fn check_settings(moment: &State<'_, '_, '_>, machine: &MachineState) -> Result<(), String> {
    for name in SETTINGS {
        let known = moment.setting(name.as_bytes());
        let found = machine.settings().read(name.as_bytes());
        let (text, is_set) = match &found {
            Ok(found) => (found.text().as_known().map(<[u8]>::to_vec), true),
            Err(Absence::NotFormattable { .. }) => (Some(Vec::new()), true),
            Err(_) => (Some(Vec::new()), false),
        };
        let presence = known.presence();
        if is_set && presence == Certainty::No || !is_set && presence == Certainty::Yes {
            return Err(format!("{name} is {}set: {known:?}", if is_set { "" } else { "not " }));
        }
        if let Some(text) = text
            && !known.may_show(&text)
        {
            return Err(format!("{name} shows {:?}: {known:?}", Text::from(&*text)));
        }
    }
    Ok(())
}

fn check_images(moment: &State<'_, '_, '_>, machine: &MachineState) -> Result<(), String> {
    let there = |name: &[u8]| machine.images().iter().filter(|image| image.name == name).count();
    for image in machine.images() {
        let name = String::from_utf8_lossy(&image.name);
        if moment.has_image(&image.name) == Certainty::No {
            return Err(format!("image {name} is there"));
        }
        let selection = moment.selected();
        if image.selected && !selection.others && !selection.names.contains(&image.name) {
            return Err(format!("image {name} is selected, not among {selection:?}"));
        }
    }
    let none = machine.images().iter().all(|image| !image.selected);
    if none && moment.selected().certainty() == Certainty::Yes {
        return Err("no image is selected".into());
    }
    for known in moment.images() {
        let count = there(&known.name);
        if count == 0 && known.presence == Certainty::Yes
            || count > 1 && !known.several && !moment.may_have_other_images()
        {
            return Err(format!("{count} images: {known:?}"));
        }
    }
    Ok(())
}

fn check_menu(moment: &State<'_, '_, '_>, name: Option<&[u8]>, menu: &Menu) -> Result<(), String> {
    let Some(known) = moment.menu(name) else {
        return if moment.may_have_other_menus() { Ok(()) } else { Err("a menu is there".into()) };
    };
    if known.others || moment.may_have_other_menus() {
        return Ok(());
    }
    for (entry, _) in menu.entries() {
        let allowed = known.items.iter().flat_map(|item| &item.names).any(|name| name.may_equal(entry));
        if !allowed {
            return Err(format!("the menu has the entry {:?}: {known:?}", Text::from(entry)));
        }
    }
    let certain = known.items.iter().filter(|item| item.certain).count();
    if menu.items.len() < certain {
        return Err(format!("the menu has {} items: {known:?}", menu.items.len()));
    }
    Ok(())
}

/// Records the start of commands of the outermost script.
#[derive(Default)]
struct Begun {
    command: Option<(Span, Vec<Vec<u8>>)>,
    /// The status of each command.
    ended: Vec<Status>,
}

impl Begun {
    /// The name of the command's menu.
    fn menu_name(&self) -> Option<Vec<u8>> {
        let words = self.command.as_ref().map_or(&[][..], |(_, words)| words.as_slice());
        let at = words.iter().position(|word| matches!(word.as_slice(), b"--menu" | b"--form"));
        at.and_then(|at| words.get(at + 1).cloned())
    }
}

impl Observer for Begun {
    fn begin(&mut self, span: Span, depth: usize, words: &[Text<'_>]) {
        if depth == 0 {
            self.command = Some((span, words.iter().map(|word| word.known_bytes().to_vec()).collect()));
        }
    }

    fn end(&mut self, status: Status, _: &CommandEffects) {
        self.ended.push(status);
    }
}

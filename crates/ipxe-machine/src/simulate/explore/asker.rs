//! The environment of one path: the assumptions, the context, and the first question that neither answers.

use ipxe_catalog::{Arch, Platform, SettingScope, SettingType};

use super::own::Scripts;
use super::questions::{Known, Place, Questions};
use super::{Answer, Fact, OpenFacts, OpenFailures};
use crate::context::Link;
use crate::settings::{Absence, BlockKind, Origin, Settings, Value};
use crate::simulate::machine::is_script;
use crate::simulate::{
    ChooseQuestion, CommandRequest, ConnectRequest, Content, ContextEnvironment, CpuidQuestion, Environment,
    FetchRequest, FieldQuestion, Files, KeyPress, MenuAnswer, PromptQuestion, SanPlan, TextAnswer,
    UnknownSetting,
};
use ipxe_language::{
    setting_name::SettingName,
    status::ErrorClass,
    value::{format_value, parse_value},
};

/// An unanswered question.
pub(super) enum Pending {
    /// A question about the environment.
    Fact(usize),
    /// A question to the user, whose answer may be different each time.
    Event(Fact, Vec<Answer>),
}

/// The environment of one path.
pub(super) struct Asker<'a, F> {
    pub(super) world: &'a mut ContextEnvironment<F>,
    pub(super) questions: &'a mut Questions,
    pub(super) known: &'a Known,
    pub(super) scripts: &'a Scripts,
    pub(super) open: OpenFacts,
    /// Whether the line continues if the command fails.
    pub(super) handled: bool,
    /// The user's answers, in order.
    pub(super) replies: std::slice::Iter<'a, Answer>,
    /// If this is set, the command has no effect: it runs again with each answer.
    pub(super) pending: Option<Pending>,
    /// The downloads: the URI, whether the server has it if that is known, and whether it is a script.
    pub(super) fetched: Vec<(Vec<u8>, Option<bool>, bool)>,
}

impl<F: Files> Asker<'_, F> {
    /// The answer for a fact about the environment. None if it is open.
    fn fact(&mut self, fact: Fact, answers: Vec<Answer>) -> Option<Answer> {
        self.fact_at(Place::Anywhere, fact, answers)
    }

    fn fact_at(&mut self, place: Place, fact: Fact, answers: Vec<Answer>) -> Option<Answer> {
        if self.pending.is_some() {
            return None;
        }
        let question = self.questions.ask(fact, place, answers);
        let answer =
            self.known.answers.get(&question).and_then(|answer| self.questions.answer(question, *answer));
        if answer.is_none() {
            self.pending = Some(Pending::Fact(question));
        }
        answer.cloned()
    }

    /// The user's answer. None if it is open.
    fn event(&mut self, fact: Fact, answers: impl FnOnce() -> Vec<Answer>) -> Option<Answer> {
        if self.pending.is_some() {
            return None;
        }
        let reply = self.replies.next().cloned();
        if reply.is_none() {
            self.pending = Some(Pending::Event(fact, answers()));
        }
        reply
    }

    /// Whether a command or other event that could fail does so.
    fn fails(&mut self, fact: impl FnOnce() -> Fact) -> bool {
        let open = match self.open.failures {
            OpenFailures::None => false,
            OpenFailures::Handled => self.handled,
            OpenFailures::All => true,
        };
        open && self.fact(fact(), vec![Answer::Works, Answer::Fails]) == Some(Answer::Fails)
    }

    /// The answer for a cancellation by the user, if it has an effect.
    fn ways_out(&self) -> Option<Answer> {
        let open = self.handled && self.open.failures != OpenFailures::None;
        (open || self.open.failures == OpenFailures::All).then_some(Answer::Cancelled)
    }

    /// The text that the user types.
    fn text(&mut self, setting: &[u8]) -> TextAnswer {
        if let Some(text) = self.world.known_text(setting) {
            return TextAnswer::Text(text.as_bytes().to_vec());
        }
        let out = self.ways_out();
        let answers = || [Answer::Unset].into_iter().chain(out).chain([Answer::Other]).collect();
        let fact = Fact::Text { setting: setting.to_vec() };
        let stand_in = fact.stand_in().unwrap_or_default();
        match self.event(fact, answers) {
            Some(Answer::Is(text)) => TextAnswer::Text(text),
            Some(Answer::Other) => TextAnswer::Text(stand_in),
            Some(Answer::Cancelled) => TextAnswer::Cancel,
            _ => TextAnswer::Text(Vec::new()),
        }
    }

    /// The name of a setting without its type, and whether it is certainly set. None if nothing about it is open.
    fn open_setting(
        &mut self,
        settings: &Settings,
        parsed: SettingName<'_>,
        full: &[u8],
    ) -> Option<(Vec<u8>, bool)> {
        let scoped = |name: &[u8]| if full.contains(&b'/') { scoped(full, name) } else { name.to_vec() };
        match settings.read(full) {
            Ok(found) => {
                let (path, setting_type) = (found.block_path(), found.value().setting_type());
                let asked = UnknownSetting { block: &path, name: found.name(), setting_type };
                if self.world.known_setting(&asked).is_some() {
                    return None;
                }
                let builtin = settings.kind(found.block()) == Some(BlockKind::Builtin);
                Some((if builtin { found.name().to_vec() } else { scoped(found.name()) }, true))
            }
            Err(Absence::Unset) if !self.world.context().complete && !self.scripts.write(parsed.name) => {
                let name = scoped(parsed.name);
                let open = !self.known.cleared.contains(&name);
                let is_set = is_hardware(settings, parsed.name);
                open.then_some((name, is_set))
            }
            Err(_) => None,
        }
    }

    /// The text of a setting with an open value.
    fn show(
        &mut self,
        settings: &Settings,
        name: &[u8],
        is_set: bool,
        requested: Option<SettingType>,
    ) -> Vec<u8> {
        let fact = Fact::Setting { name: name.to_vec() };
        let stand_in = fact.stand_in().unwrap_or_default();
        let place = if is_set { Place::WhereSet } else { Place::Anywhere };
        let answer = self.fact_at(place, fact, first_answers(settings, name, is_set));
        match (answer, requested) {
            (Some(Answer::Is(text)), None) => text,
            (Some(Answer::Other), None) => stand_in,
            (Some(Answer::Is(text)), Some(requested)) => {
                let raw = parse_value(settings.default_type(name), &text).ok();
                let shown = raw.and_then(|raw| Some(format_value(requested, &raw).ok()?.to_vec()));
                shown.unwrap_or_else(|| self.show_as(name, requested))
            }
            (Some(Answer::Other), Some(requested)) => self.show_as(name, requested),
            _ => Vec::new(),
        }
    }

    /// The text of a setting with another value, in the form of a type.
    fn show_as(&mut self, name: &[u8], requested: SettingType) -> Vec<u8> {
        let name = [name, b":", requested.name().as_bytes()].concat();
        let fact = Fact::Setting { name };
        let stand_in = fact.stand_in().unwrap_or_default();
        match self.fact(fact, vec![Answer::Other]) {
            Some(Answer::Is(text)) => text,
            _ => stand_in,
        }
    }
}

/// `scope/name`, with the scope of another name.
fn scoped(full: &[u8], name: &[u8]) -> Vec<u8> {
    [SettingName::parse(full).scope, b"/", name].concat()
}

/// Whether every network interface has a setting of that name.
fn is_hardware(settings: &Settings, name: &[u8]) -> bool {
    let definitions = settings.catalog().setting(name).map_or(&[][..], |known| known.definitions);
    let mut definitions = definitions.iter();
    let known = definitions.any(|known| known.scope == SettingScope::Netdev && known.read_only);
    known && settings.interfaces().next().is_some()
}

/// The possible values of a setting, as far as iPXE itself limits them.
fn first_answers(settings: &Settings, name: &[u8], is_set: bool) -> Vec<Answer> {
    let target = settings.catalog().target();
    let is = |name: &str| Answer::Is(name.as_bytes().to_vec());
    match name {
        b"platform" if is_set => {
            let machines = target.machines();
            let all = Platform::ALL.iter().filter(|known| machines.platforms().contains(**known));
            all.map(|known| is(known.name())).collect()
        }
        b"buildarch" if is_set => {
            let machines = target.machines();
            let exists = |arch: &&Arch| machines.iter().any(|(_, known)| known == **arch);
            let all = Arch::ALL.iter().filter(exists);
            all.map(|known| is(known.name())).collect()
        }
        _ if is_set => vec![Answer::Other],
        _ => vec![Answer::Unset, Answer::Other],
    }
}

impl<F: Files> Environment for Asker<'_, F> {
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        if let Some(known) = self.world.known_fetch(request) {
            let is_script = matches!(&known, Ok(Content::Bytes(bytes)) if is_script(bytes.as_slice()));
            self.fetched.push((request.uri.to_vec(), Some(known.is_ok()), is_script));
            return known;
        }
        self.fetched.push((request.uri.to_vec(), None, false));
        let uri = || Fact::Download { uri: request.uri.to_vec() };
        if self.fails(uri) { Err(ErrorClass::NotFound) } else { Ok(Content::Assumed) }
    }

    fn connect(&mut self, request: &ConnectRequest<'_>) -> Result<(), ErrorClass> {
        self.world.connect(request)
    }

    fn configure(
        &mut self,
        settings: &mut Settings,
        interface: &[u8],
        configurator: Option<&[u8]>,
    ) -> Result<(), ErrorClass> {
        if self.world.known_interface(interface).is_some() {
            return self.world.configure(settings, interface, configurator);
        }
        if self.fails(|| Fact::Dhcp { interface: interface.to_vec() }) {
            return Err(ErrorClass::TimedOut);
        }
        let own = settings.find(interface).filter(|_| settings.read(&[interface, b"/ip"].concat()).is_err());
        let answer = own.and_then(|own| settings.add(own, b"dhcp", BlockKind::Dhcp));
        for name in answer.is_some().then_some(["ip", "netmask", "gateway"]).into_iter().flatten() {
            let value = Value::unknown(SettingType::Ipv4, Origin::Computed);
            settings.define(answer.unwrap_or(Settings::ROOT), name.as_bytes(), value);
        }
        Ok(())
    }

    fn has_link(&mut self, interface: &[u8]) -> bool {
        match self.world.known_interface(interface) {
            Some(known) => known.link != Some(Link::Down),
            None => !self.fails(|| Fact::Link { interface: interface.to_vec() }),
        }
    }

    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        if let Some(entry) = self.world.known_choice(question.menu) {
            return MenuAnswer::Entry(entry.as_bytes().to_vec());
        }
        let out = self.ways_out();
        let answers = || {
            let mut seen = std::collections::HashSet::new();
            let entries = question.menu.entries().map(|(name, _)| name);
            let entries = entries.filter(|name| seen.insert(*name)).map(|name| Answer::Entry(name.to_vec()));
            entries.collect::<Vec<_>>().into_iter().chain(out).collect()
        };
        let (title, setting) = (question.menu.title.clone(), question.setting.to_vec());
        match self.event(Fact::Choice { title, setting }, answers) {
            Some(Answer::Entry(entry)) => MenuAnswer::Entry(entry),
            _ => MenuAnswer::Cancel,
        }
    }

    fn read(&mut self, setting: &[u8]) -> TextAnswer {
        self.text(setting)
    }

    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        self.text(question.setting)
    }

    fn press_key(&mut self, question: &PromptQuestion<'_>) -> KeyPress {
        if self.world.context().responses.presses_keys {
            return KeyPress::Wanted;
        }
        let other = match question.timeout {
            // The user presses a key eventually.
            0 => question.key.and_then(|_| self.ways_out()),
            _ => Some(Answer::Nobody),
        };
        let Some(other) = other else { return KeyPress::Wanted };
        let fact = Fact::Key { text: question.text.to_vec() };
        match self.event(fact, || vec![Answer::Pressed, other]) {
            Some(Answer::Pressed) => KeyPress::Wanted,
            // No key has this code.
            Some(Answer::Cancelled) => KeyPress::Code(u32::MAX),
            _ => KeyPress::Nobody,
        }
    }

    fn cpuid(&mut self, question: &CpuidQuestion) -> bool {
        if let Some(known) = self.world.known_command("cpuid") {
            return known.is_ok();
        }
        let answers = vec![Answer::Works, Answer::Fails];
        self.fact(Fact::Cpuid(*question), answers) == Some(Answer::Works)
    }

    fn boot_san(&mut self, plan: &SanPlan) -> Result<(), ErrorClass> {
        let fact = || Fact::San { uris: plan.uris.clone(), drive: plan.drive };
        if self.fails(fact) { Err(ErrorClass::InputOutput) } else { Ok(()) }
    }

    fn command(&mut self, _: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let name = request.words.first().and_then(|name| std::str::from_utf8(name).ok());
        if let Some(known) = name.and_then(|name| self.world.known_command(name)) {
            return known;
        }
        if request.needs_network() && !request.configured {
            return Err(request.unreachable);
        }
        let fact = || Fact::Command { words: request.words.to_vec() };
        if self.fails(fact) { Err(ErrorClass::InputOutput) } else { Ok(()) }
    }

    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        self.world.known_setting(setting)
    }

    fn stand_in(&mut self, settings: &Settings, name: &[u8]) -> Option<Vec<u8>> {
        if !self.open.settings {
            return None;
        }
        let parsed = SettingName::parse(name);
        let (own, is_set) = self.open_setting(settings, parsed, name)?;
        let requested = parsed.setting_type.and_then(|name| settings.setting_type(name));
        Some(self.show(settings, &own, is_set, requested))
    }

    fn is_stand_in(&self, text: &[u8]) -> bool {
        self.questions.stand_in(text).is_some()
    }
}

//! An environment with random answers, which records the questions.

use ipxe_catalog::{Fails, SettingType};
use ipxe_language::{status::ErrorClass, text::Text};
use ipxe_machine::{
    settings::{BlockKind, Origin, Settings, Value},
    simulate::{
        BootPlan, ChooseQuestion, CommandRequest, Content, CpuidQuestion, Environment, FetchRequest,
        FieldQuestion, KeyPress, Menu, MenuAnswer, PromptQuestion, SanPlan, TextAnswer, UnknownSetting,
    },
};

/// An environment with random answers.
pub(crate) struct World {
    random: u64,
    /// The contents of downloaded scripts.
    inner: Vec<u8>,
    /// The last menu that was shown, and whether there was one since it was read.
    pub(crate) shown: Option<Menu>,
    /// Whether an interface was configured.
    pub(crate) configured: bool,
    /// The entry to choose in the first menu. None for a random one.
    entry: Option<usize>,
    /// The maximum number of entries of a menu.
    pub(crate) most_entries: usize,
}

const TEXTS: &[&str] = &["", "1", "2", "foo", "l0", "l1", "-x", "efi", "10.0.0.1", "net0", "a"];

impl World {
    pub(crate) fn new(seed: u64, inner: Vec<u8>) -> Self {
        let random = seed ^ 0x9e37_79b9_7f4a_7c15;
        Self { random, inner, shown: None, configured: false, entry: None, most_entries: 0 }
    }

    /// The same environment, in which this entry of the first menu is chosen, if it exists.
    pub(crate) fn choosing(self, entry: usize) -> Self {
        Self { entry: Some(entry), ..self }
    }

    fn below(&mut self, limit: usize) -> usize {
        // Splitmix64.
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }

    fn text(&mut self) -> &'static str {
        TEXTS[self.below(TEXTS.len())]
    }

    fn works(&mut self) -> Result<(), ErrorClass> {
        if self.below(3) > 0 { Ok(()) } else { Err(ErrorClass::TimedOut) }
    }
}

/// Whether downloaded files are never scripts.
pub(crate) fn is_kernel(uri: &[u8]) -> bool {
    uri.ends_with(b"/vmlinuz")
}

impl Environment for World {
    fn fetch(&mut self, request: &FetchRequest<'_>) -> Result<Content, ErrorClass> {
        match self.below(6) {
            0 => Err(ErrorClass::NotFound),
            1 => Ok(Content::bytes(b"neither script nor kernel".to_vec())),
            2 | 3 if !is_kernel(request.uri) => Ok(Content::bytes(self.inner.clone())),
            _ => Ok(Content::Assumed),
        }
    }

    fn configure(
        &mut self,
        settings: &mut Settings,
        interface: &[u8],
        _: Option<&[u8]>,
    ) -> Result<(), ErrorClass> {
        self.works()?;
        self.configured = true;
        let block = settings.find(interface).ok_or(ErrorClass::NoDevice)?;
        let dhcp = settings.add(block, b"dhcp", BlockKind::Dhcp).ok_or(ErrorClass::OutOfMemory)?;
        for (name, setting_type) in
            [("filename", SettingType::String), ("hostname", SettingType::String), ("ip", SettingType::Ipv4)]
        {
            let text = Text::from(self.text());
            if let Ok(value) = Value::parse(&text, setting_type, Origin::Context) {
                settings.define(dhcp, name.as_bytes(), value);
            }
        }
        Ok(())
    }

    fn has_link(&mut self, _: &[u8]) -> bool {
        self.below(2) > 0
    }

    fn choose(&mut self, question: &ChooseQuestion<'_>) -> MenuAnswer {
        self.shown = Some(question.menu.clone());
        let entries: Vec<_> = question.menu.entries().map(|(name, _)| name.to_vec()).collect();
        self.most_entries = self.most_entries.max(entries.len());
        if let Some(entry) = self.entry.take().and_then(|entry| entries.get(entry)) {
            return MenuAnswer::Entry(entry.clone());
        }
        match self.below(6) {
            0 => MenuAnswer::Cancel,
            1 => MenuAnswer::Nobody,
            _ => MenuAnswer::Entry(entries[self.below(entries.len())].clone()),
        }
    }

    fn read(&mut self, _: &[u8]) -> TextAnswer {
        if self.below(4) == 0 { TextAnswer::Cancel } else { TextAnswer::Text(self.text().into()) }
    }

    fn fill_in(&mut self, question: &FieldQuestion<'_>) -> TextAnswer {
        self.shown = Some(question.form.clone());
        self.read(question.setting)
    }

    fn press_key(&mut self, _: &PromptQuestion<'_>) -> KeyPress {
        if self.below(2) > 0 { KeyPress::Wanted } else { KeyPress::Nobody }
    }

    fn cpuid(&mut self, _: &CpuidQuestion) -> bool {
        self.below(2) > 0
    }

    fn boot(&mut self, _: &BootPlan) -> Result<(), ErrorClass> {
        if self.below(4) == 0 { Ok(()) } else { Err(ErrorClass::NotExecutable) }
    }

    fn boot_san(&mut self, _: &SanPlan) -> Result<(), ErrorClass> {
        self.works()
    }

    fn command(&mut self, _: &mut Settings, request: &CommandRequest<'_>) -> Result<(), ErrorClass> {
        let answer = self.works();
        if request.form.effects.fails == Fails::OnUsage { Ok(()) } else { answer }
    }

    fn setting(&mut self, setting: &UnknownSetting<'_>) -> Option<Vec<u8>> {
        let text = match setting.name {
            b"platform" => ["efi", "pcbios"][self.below(2)],
            b"buildarch" => ["x86_64", "arm64"][self.below(2)],
            b"version" => "2.0.0",
            _ => self.text(),
        };
        Some(text.into())
    }

    fn state(&self) -> u64 {
        self.random
    }
}

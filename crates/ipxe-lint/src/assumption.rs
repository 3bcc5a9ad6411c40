use std::fmt;

use ipxe_model::reach::standing::{Evidence, Role, Standing};
use ipxe_syntax::{LineIndex, Span};

use crate::{context::Context, text::quote};

/// What ipxe-lint assumes about a script if nothing states it: that it is an entry point, or that other scripts start
/// it.
///
/// Its text completes "the script is …": "assumed to be …".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assumption {
    /// Whether it is assumed to be an entry point. If not, it is assumed to be started by scripts that may have set
    /// settings for it.
    pub entry: bool,
    /// The reason, as the end of a sentence.
    pub reason: String,
    /// The evidence for it.
    pub place: Option<Span>,
    evidence: Evidence,
}

impl Assumption {
    /// None: it is stated, or no unknown script matters.
    pub(crate) fn of(cx: &Context<'_, '_>) -> Option<Self> {
        let Standing { role, evidence } = cx.standing();
        if matches!(evidence, Evidence::Stated | Evidence::CompleteContext | Evidence::StartedBy(_)) {
            return None;
        }
        let place = place(evidence);
        let lines = || LineIndex::new(cx.script.source());
        let line = place.map_or(0, |place| lines().line_of(place.start()));
        let (reason, evidence) = (reason(line + 1, evidence), evidence.clone());
        Some(Self { entry: *role == Role::EntryPoint, reason, place, evidence })
    }

    /// The same for a file that contains the script.
    pub(crate) fn in_file(mut self, place: impl Fn(Span) -> Span, lines: &LineIndex<'_>) -> Self {
        self.place = self.place.map(place);
        if let Some(place) = self.place {
            self.reason = reason(lines.line_of(place.start()) + 1, &self.evidence);
        }
        self
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, reason, .. } = self;
        if *entry {
            write!(
                f,
                "assumed to be an entry point, since {reason}; set `entry = false` if other scripts start it"
            )
        } else if matches!(self.evidence, Evidence::LacksLabel { .. }) {
            write!(
                f,
                "assumed to be part of another script, since {reason}; set `entry = true` to check it alone"
            )
        } else {
            write!(
                f,
                "assumed to be started by another script, since {reason}; set `entry = true` to check it alone"
            )
        }
    }
}

fn place(evidence: &Evidence) -> Option<Span> {
    match evidence {
        Evidence::OpensInterface(place)
        | Evidence::GoesBack(place)
        | Evidence::LacksLabel { place, .. }
        | Evidence::GoesWhereTold { place, .. }
        | Evidence::Asks { place, .. }
        | Evidence::Clears { place, .. }
        | Evidence::BuildsOn { place, .. }
        | Evidence::BeginsWith { place, .. }
        | Evidence::Shows { place, .. }
        | Evidence::Documents { place, .. }
        | Evidence::LeavesSetting { place, .. } => Some(*place),
        _ => None,
    }
}

/// The reason, with the line that is the evidence.
fn reason(line: u32, evidence: &Evidence) -> String {
    let path = |path: &std::path::Path| quote(path.as_os_str().as_encoded_bytes());
    match evidence {
        Evidence::OpensInterface(_) => format!("line {line} brings the network up"),
        Evidence::ReachedFrom(by) => format!("{} starts it, and other scripts may start that one", path(by)),
        Evidence::StartedBy(by) => format!("{} starts it", path(by)),
        Evidence::NamedAfterMachine => "its file is named after a machine".into(),
        Evidence::Neighbour { setting } => {
            format!("another script in its folder sets {}, which it uses", quote(setting))
        }
        Evidence::LacksLabel { label, .. } => {
            format!("it has no header, and line {line} jumps to {}, which it does not define", quote(label))
        }
        Evidence::GoesWhereTold { setting, .. } => {
            format!("line {line} jumps to the label that {} names, which is not set by then", quote(setting))
        }
        Evidence::Asks { setting, .. } => {
            format!("line {line} tests {}, which is not set by then", quote(setting))
        }
        Evidence::Clears { setting, .. } => {
            format!("line {line} clears {}, which it neither sets nor uses", quote(setting))
        }
        Evidence::GoesBack(_) => {
            format!("its menu has an entry that returns to another script (line {line})")
        }
        Evidence::BuildsOn { setting, .. } => {
            format!("the URI in line {line} begins with {}, which it does not set", quote(setting))
        }
        Evidence::BeginsWith { setting, .. } => {
            format!("its first lines use {} (line {line}), which it does not set", quote(setting))
        }
        Evidence::Shows { setting, .. } => {
            format!("line {line} shows {}, which it does not set", quote(setting))
        }
        Evidence::Documents { setting, .. } => {
            format!("the comment in line {line} names {}, which it does not set", quote(setting))
        }
        Evidence::LeavesSetting { setting, .. } => {
            format!("line {line} sets {}, which only a script that it starts can use", quote(setting))
        }
        _ => "no other script is known to start it".into(),
    }
}

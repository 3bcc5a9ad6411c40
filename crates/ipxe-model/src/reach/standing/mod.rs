//! Whether a script is an entry point, or other scripts start it: an unset setting has a different meaning in each
//! case.

mod evidence;

use std::path::PathBuf;

use ipxe_syntax::Span;

use crate::reach::Model;

/// How a script is started, and the evidence for that.
///
/// In an entry point, a setting without an origin is unset. In a script that other scripts start, these may have set
/// it, if they are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How the script is started.
    pub role: Role,
    /// The evidence for that.
    pub evidence: Evidence,
}

/// How a script is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It is the first script that runs, or the first one of its project.
    EntryPoint,
    /// Another script starts it.
    Started,
}

/// The evidence for how a script is started.
///
/// A single sign decides. The number of uses of an unset setting is not a sign: otherwise, one more mistake in a script
/// would change the findings about the others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// The configuration states it.
    Stated,
    /// The context is complete: it lists everything that exists before the script runs.
    CompleteContext,
    /// Nothing indicates that other scripts start it.
    Nothing,
    /// It opens or configures a network interface unconditionally.
    OpensInterface(Span),
    /// This script starts it, and all scripts that lead to it are known.
    StartedBy(PathBuf),
    /// This script leads to it, and has unknown callers itself, or reads unknown files.
    ReachedFrom(PathBuf),
    /// Its file is named after a machine, so an earlier script chose it by that name.
    NamedAfterMachine,
    /// Another script in its folder sets a setting that it uses but does not set.
    Neighbour {
        /// The setting.
        setting: Vec<u8>,
    },
    /// It has no header, and jumps to a label that it does not define: it is part of a script that iPXE only gets as a
    /// whole.
    LacksLabel {
        /// Where.
        place: Span,
        /// The label.
        label: Vec<u8>,
    },
    /// It begins with a jump to a label whose name comes from an unset setting.
    GoesWhereTold {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// It tests a setting that is never set before.
    Asks {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// It clears a setting that it neither sets nor uses.
    Clears {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// One of its menus has an entry that returns to the caller.
    GoesBack(Span),
    /// One of its URIs begins with a setting that is never set: the caller chooses the server, and how to reach it.
    BuildsOn {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// It begins with a `set` whose value contains a setting that is never set.
    BeginsWith {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// It displays a setting that is never set, and does nothing else with it.
    Shows {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// A comment that is not a command names a setting that is never set.
    Documents {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
    /// It sets a setting that it does not use, and starts another script: related scripts pass settings to each other.
    LeavesSetting {
        /// Where.
        place: Span,
        /// The setting.
        setting: Vec<u8>,
    },
}

impl Standing {
    pub(crate) fn new(cx: &Model<'_, '_>) -> Self {
        let entry = |evidence| Self { role: Role::EntryPoint, evidence };
        let started = |evidence| Self { role: Role::Started, evidence };
        let surroundings = cx.given.surroundings;
        if cx.known().is_complete() {
            return entry(Evidence::CompleteContext);
        }
        match cx.given.entry {
            Some(true) => return entry(Evidence::Stated),
            Some(false) => return started(Evidence::Stated),
            None => {}
        }
        if let Some(path) = surroundings.opener() {
            return started(Evidence::ReachedFrom(path.to_path_buf()));
        }
        if let Some(path) = surroundings.leader() {
            return started(Evidence::StartedBy(path.to_path_buf()));
        }
        if let Some(lacks) = evidence::of_whole(cx) {
            return started(lacks);
        }
        // A caller that chooses a script by the identity of the machine was itself started by another script.
        if surroundings.is_for_one_machine() {
            return started(Evidence::NamedAfterMachine);
        }
        if let Some(opens) = evidence::opens_interface(cx) {
            return entry(opens);
        }
        let beside = || Some(Evidence::Neighbour { setting: surroundings.set_beside()?.to_vec() });
        evidence::of_callers(cx).or_else(beside).map_or(entry(Evidence::Nothing), started)
    }

    /// Whether the script is the first one, as stated or by evidence, so that no script continues after it.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.role == Role::EntryPoint && self.evidence != Evidence::Nothing
    }

    /// Whether it is only part of a script: iPXE does not execute this file as it is.
    #[must_use]
    pub fn is_part(&self) -> bool {
        matches!(self.evidence, Evidence::LacksLabel { .. })
    }

    /// Whether unknown scripts may have run before, and set settings that this one does not.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.role == Role::Started && !matches!(self.evidence, Evidence::StartedBy(_))
    }
}

#[cfg(test)]
mod tests {
    use ipxe_catalog::{Catalog, Target};
    use ipxe_language::words::Words;
    use ipxe_machine::context::NetworkContext;

    use super::*;
    use crate::{
        given::{Given, Surroundings},
        graph::Flow,
    };

    /// How a script is started, and by which kind of evidence, without its location.
    fn standing(lines: &str, path: &str, entry: Option<bool>, context: &NetworkContext) -> (Role, String) {
        let text = format!("#!ipxe\n{lines}\n");
        let script = ipxe_syntax::parse(text.as_bytes());
        let catalog = Catalog::new(Target::default());
        let (words, surroundings) = (Words::new(&script), Surroundings::named(path));
        let flow = Flow::new(&script, &words, &catalog);
        let given = Given { context, profile: None, surroundings: &surroundings, entry };
        let Standing { role, evidence } = Standing::new(&Model::of(&script, &catalog, &flow, given));
        let sign = format!("{evidence:?}");
        (role, sign.chars().take_while(char::is_ascii_alphabetic).collect())
    }

    #[test]
    fn what_has_no_header_and_lacks_labels_is_a_part() {
        for (text, sign) in [
            ("chain http://192.0.2.1/x || goto failed\n", "LacksLabel"),
            ("dhcp\nchain http://192.0.2.1/x || goto failed\n", "LacksLabel"),
            ("chain http://192.0.2.1/x || goto failed\n:failed\nshell\n", "Nothing"),
            ("!ipxe\nchain http://192.0.2.1/x || goto failed\n", "Nothing"),
        ] {
            let script = ipxe_syntax::parse(text.as_bytes());
            let catalog = Catalog::new(Target::default());
            let (words, surroundings) = (Words::new(&script), Surroundings::default());
            let (flow, context) = (Flow::new(&script, &words, &catalog), NetworkContext::new());
            let given = Given { context: &context, profile: None, surroundings: &surroundings, entry: None };
            let standing = Standing::new(&Model::of(&script, &catalog, &flow, given));
            assert_eq!(standing.is_part(), sign == "LacksLabel", "{text}");
        }
    }

    #[test]
    fn a_single_sign_decides_and_no_number_does() {
        use Role::{EntryPoint, Started};
        for (lines, role, sign) in [
            ("chain http://192.0.2.1/${a}.ipxe", EntryPoint, "Nothing"),
            ("chain http://192.0.2.1/${a}/${b}/${c}/${d}.ipxe?${a}${a}${a}", EntryPoint, "Nothing"),
            ("set a 1\nisset ${a} || shell\nchain http://192.0.2.1/${a}.ipxe", EntryPoint, "Nothing"),
            ("isset ${next-server} || shell\nchain http://${next-server}/a.ipxe", EntryPoint, "Nothing"),
            ("dhcp\nisset ${a} || shell", EntryPoint, "OpensInterface"),
            ("isset ${a} || goto b\nexit\n:b\ndhcp", Started, "Asks"),
            ("chain http://192.0.2.1/x || goto failed", EntryPoint, "Nothing"),
            ("isset ${a} || set a 1\nchain http://192.0.2.1/${a}.ipxe", Started, "Asks"),
            (
                ":top\nisset ${a} || set a 1\nchain http://192.0.2.1/${a}.ipxe || goto top",
                EntryPoint,
                "Nothing",
            ),
            ("iseq ${a} b && shell ||", Started, "Asks"),
            ("goto ${a} ||\nshell", Started, "GoesWhereTold"),
            ("iseq ${ip} 192.0.2.1 && set b 1 || set b 2\ngoto ${a} ||\nshell", Started, "GoesWhereTold"),
            ("menu\nitem a A\nchoose b || exit\ngoto ${a}\n:a\nexit", EntryPoint, "Nothing"),
            ("clear a\nshell", Started, "Clears"),
            ("menu\nitem back Back\nchoose a || exit\ngoto ${a}\n:back\nexit", Started, "GoesBack"),
            ("kernel ${a}/vmlinuz\nboot", Started, "BuildsOn"),
            ("kernel ${a}/vmlinuz url=http://192.0.2.1/\nboot", Started, "BuildsOn"),
            ("chain ${a} || chain http://192.0.2.1/x", Started, "BuildsOn"),
            ("kernel http://192.0.2.1/x conf=${a}/x\nboot", Started, "BuildsOn"),
            ("dhcp\nkernel ${a}/vmlinuz\nboot", EntryPoint, "OpensInterface"),
            // A name that may be a misspelling is not evidence, nor one that a commented-out `set` would set.
            ("set base http://192.0.2.1\nkernel ${bsae}/vmlinuz\nkernel ${base}/x", EntryPoint, "Nothing"),
            ("set url http://192.0.2.1\nkernel ${ur}/vmlinuz\nkernel ${url}/x", EntryPoint, "Nothing"),
            ("kernel ${next_server}/x", EntryPoint, "Nothing"),
            ("#set a http://192.0.2.1\nkernel ${a}/vmlinuz\nboot", EntryPoint, "Nothing"),
            // An unused setting with a server was probably intended.
            ("set server http://192.0.2.1\nkernel ${root}/vmlinuz\nboot", EntryPoint, "Nothing"),
            ("set server 192.0.2.1\nkernel ${root}/vmlinuz\nboot", EntryPoint, "Nothing"),
            ("set name x\nkernel ${root}/vmlinuz\nboot", Started, "BuildsOn"),
            ("set b http://192.0.2.1/${a}\nkernel ${b}/x\nboot", Started, "BeginsWith"),
            ("set c 1\nset b http://192.0.2.1/${a}${c}\nkernel ${b}/x", EntryPoint, "Nothing"),
            ("kernel http://192.0.2.1/x conf=${a}\nboot", EntryPoint, "Nothing"),
            ("imgfree\nkernel http://192.0.2.1/x conf=${a}\nboot", EntryPoint, "Nothing"),
            ("imgfree\nkernel http://192.0.2.1/x conf=${a}\necho ${b}\nboot", Started, "Shows"),
            ("imgfree\nkernel http://192.0.2.1/x conf=${net0/a}\necho ${net0/b}", EntryPoint, "Nothing"),
            (
                "# a-b comes from the menu.\nimgfree\nkernel http://192.0.2.1/x conf=${a-b}",
                Started,
                "Documents",
            ),
            ("#kernel x conf=${a-b}\nimgfree\nkernel http://192.0.2.1/x conf=${a-b}", EntryPoint, "Nothing"),
            ("set a 1\nchain http://192.0.2.1/x.ipxe", Started, "LeavesSetting"),
        ] {
            let found = standing(lines, "boot.ipxe", None, &NetworkContext::new());
            assert_eq!(found, (role, sign.to_owned()), "{lines}");
        }
    }

    #[test]
    fn what_is_stated_goes_before_what_shows() {
        let (open, complete) = (NetworkContext::new(), NetworkContext::new().complete());
        let lines = "isset ${a} || shell";
        let of = |path, entry, context| standing(lines, path, entry, context);
        let is = |role, sign: &str| (role, sign.to_owned());
        assert_eq!(of("boot.ipxe", Some(true), &open), is(Role::EntryPoint, "Stated"));
        assert_eq!(of("02-00-5e-00-53-01.ipxe", None, &open), is(Role::Started, "NamedAfterMachine"));
        assert_eq!(of("02-00-5e-00-53-01.ipxe", Some(true), &open), is(Role::EntryPoint, "Stated"));
        assert_eq!(of("boot.ipxe", Some(false), &complete), is(Role::EntryPoint, "CompleteContext"));
    }
}

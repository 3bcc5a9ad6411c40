//! The machines: pairs of a platform and an architecture for which iPXE can be built.

use std::collections::{BTreeMap, BTreeSet};

use ipxe_catalog::{Arch, ArchSet, MachineSet, Platform, PlatformSet};

use super::answers::Answers;
use super::questions::{Known, Questions};
use super::ways::{Conditions, Ways};
use super::{Answer, Fact};

/// The machine property in a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Platform,
    Arch,
}

impl Part {
    fn of(questions: &Questions, question: usize) -> Option<Self> {
        match &questions.get(question)?.fact {
            Fact::Setting { name } if name == b"platform" => Some(Self::Platform),
            Fact::Setting { name } if name == b"buildarch" => Some(Self::Arch),
            _ => None,
        }
    }
}

/// The machines for which a question has one of these answers.
fn with_answers(
    machines: MachineSet,
    questions: &Questions,
    question: usize,
    is_among: impl Fn(usize) -> bool,
) -> MachineSet {
    let Some(part) = Part::of(questions, question) else { return machines };
    let all = questions.get(question).map_or(&[][..], |question| &question.answers).iter().enumerate();
    let texts: Vec<&[u8]> = all
        .filter(|(at, _)| is_among(*at))
        .filter_map(|(_, answer)| match answer {
            Answer::Is(text) => Some(text.as_slice()),
            _ => None,
        })
        .collect();
    machines.filter(|platform, arch| {
        let name = if part == Part::Platform { Platform::name(platform) } else { Arch::name(arch) };
        texts.contains(&name.as_bytes())
    })
}

/// Whether some machine has this answer to a question, together with the earlier answers.
pub(super) fn exists(
    machines: MachineSet,
    questions: &Questions,
    known: &Known,
    question: usize,
    answer: usize,
) -> bool {
    if Part::of(questions, question).is_none() {
        return true;
    }
    let known = known.answers.iter().filter(|(other, _)| **other != question);
    let left =
        known.fold(machines, |left, (other, known)| with_answers(left, questions, *other, |at| at == *known));
    !with_answers(left, questions, question, |at| at == answer).is_empty()
}

/// Reduces the machines of each path to the shortest condition: on all BIOS machines, an architecture is not a
/// condition if they can have any. The alternatives already have their shortest form otherwise.
pub(super) fn group(ways: &mut Ways, questions: &Questions, machines: MachineSet) {
    let asked: BTreeSet<usize> = ways.all.iter().flat_map(|conditions| conditions.keys().copied()).collect();
    let find =
        |part: Part| asked.iter().copied().find(|question| Part::of(questions, *question) == Some(part));
    let (platform, arch) = (find(Part::Platform), find(Part::Arch));
    if platform.is_none() && arch.is_none() {
        return;
    }
    let mut by_rest: BTreeMap<Conditions, MachineSet> = BTreeMap::new();
    for mut rest in std::mem::take(&mut ways.all) {
        let own =
            [platform, arch].into_iter().flatten().filter_map(|asked| Some((asked, rest.remove(&asked)?)));
        let own: Vec<(usize, Answers)> = own.collect();
        let left = own.iter().fold(machines, |left, (question, answers)| {
            with_answers(left, questions, *question, |at| answers.contains(at))
        });
        let known = by_rest.entry(rest).or_insert(MachineSet::NONE);
        *known =
            machines.filter(|platform, arch| known.contains(platform, arch) || left.contains(platform, arch));
    }
    let answers = |question: usize, is_meant: &dyn Fn(&str) -> bool| -> Option<(usize, Answers)> {
        let all = questions.get(question)?.answers.iter().enumerate();
        let meant = all.filter(
            |(_, answer)| matches!(answer, Answer::Is(text) if is_meant(&String::from_utf8_lossy(text))),
        );
        meant
            .map(|(at, _)| Answers::one(at))
            .reduce(|mut all, one| {
                all.add(&one);
                all
            })
            .map(|all| (question, all))
    };
    for (rest, set) in by_rest {
        for (platforms, arches) in forms(set, machines) {
            let mut conditions = rest.clone();
            let by_platform = platforms.zip(platform);
            conditions.extend(by_platform.and_then(|(some, asked)| {
                answers(asked, &|name| some.iter().any(|known| known.name() == name))
            }));
            let by_arch = arches.zip(arch);
            conditions.extend(by_arch.and_then(|(some, asked)| {
                answers(asked, &|name| some.iter().any(|known| known.name() == name))
            }));
            ways.all.push(conditions);
        }
    }
    ways.all.sort();
}

/// Machines by platform, by architecture, or by both: the simplest sufficient form. None: any.
fn forms(set: MachineSet, machines: MachineSet) -> Vec<(Option<PlatformSet>, Option<ArchSet>)> {
    let platforms = set.platforms();
    let arches: ArchSet = set.iter().map(|(_, arch)| arch).collect();
    let of_arches = machines.filter(|_, arch| arches.contains(arch));
    let of_platforms = machines.filter(|platform, _| platforms.contains(platform));
    if set == machines {
        return vec![(None, None)];
    }
    if set == of_platforms {
        return vec![(Some(platforms), None)];
    }
    if set == of_arches {
        return vec![(None, Some(arches))];
    }
    let (whole, parts): (Vec<_>, Vec<_>) =
        platforms.iter().partition(|platform| set.arches(*platform) == machines.arches(*platform));
    let whole = (!whole.is_empty()).then(|| (Some(whole.into_iter().collect()), None));
    let parts = parts.into_iter().map(|one| (Some(PlatformSet::of(&[one])), Some(set.arches(one))));
    whole.into_iter().chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_said_in_the_shortest_form() {
        let bios = ArchSet::of(&[Arch::I386, Arch::X86_64]);
        let efi = ArchSet::of(&[Arch::X86_64, Arch::Arm64]);
        let machines = MachineSet::ALL.filter(|platform, arch| match platform {
            Platform::Pcbios => bios.contains(arch),
            Platform::Efi => efi.contains(arch),
            _ => false,
        });
        let set = |keep: &dyn Fn(Platform, Arch) -> bool| forms(machines.filter(keep), machines);
        let of = |platform| Some(PlatformSet::of(&[platform]));
        assert_eq!(set(&|_, _| true), [(None, None)]);
        assert_eq!(set(&|platform, _| platform == Platform::Pcbios), [(of(Platform::Pcbios), None)]);
        assert_eq!(set(&|_, arch| arch == Arch::Arm64), [(None, Some(ArchSet::of(&[Arch::Arm64])))]);
        assert_eq!(
            set(&|platform, arch| platform == Platform::Pcbios || arch == Arch::Arm64),
            [(of(Platform::Pcbios), None), (of(Platform::Efi), Some(ArchSet::of(&[Arch::Arm64])))]
        );
    }
}

//! Effects of commands on which the correctness of an analysis depends.

use ipxe_catalog::{Actions, Catalog, Effects, Fails, Release, Repeat, Returns, Role, Target, Tested};

fn effects(name: &str) -> &'static Effects {
    Catalog::command_in_any_release(name.as_bytes()).unwrap().form(Release::Head).unwrap().effects
}

fn names(keep: impl Fn(&Effects) -> bool) -> Vec<&'static str> {
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    catalog.commands().filter(|known| keep(known.form.effects)).map(|known| known.spec.name).collect()
}

#[test]
fn control_goes_on_after_a_command_except_after_these() {
    assert_eq!(names(|effects| effects.returns == Returns::EndsScript), ["exit"]);
    assert_eq!(names(|effects| effects.returns == Returns::Jumps), ["goto"]);
    assert_eq!(names(|effects| effects.returns == Returns::OnlyOnFailure), ["poweroff", "reboot", "sanboot"]);
    let executing = ["autoboot", "boot", "chain", "imgexec", "time"];
    assert_eq!(names(|effects| effects.returns == Returns::AfterExecution), executing);
}

#[test]
fn only_commands_that_boot_or_run_others_do_not_simply_return() {
    for name in names(|effects| effects.returns == Returns::AfterExecution) {
        let causes = Actions::EXECUTES.union(Actions::RUNS_COMMANDS);
        assert!(effects(name).actions.intersects(causes), "{name}");
    }
}

#[test]
fn some_commands_exist_to_be_tested() {
    assert_eq!(names(|effects| effects.tested == Tested::Always), ["cpuid", "iseq", "isset"]);
    assert_eq!(
        names(|effects| effects.tested == Tested::Sometimes),
        ["pciscan", "ping", "prompt", "usbscan"]
    );
    for name in names(|effects| effects.tested != Tested::No) {
        assert_eq!(effects(name).fails, Fails::Yes, "{name} would have nothing to answer");
    }
}

#[test]
fn commands_that_only_change_what_is_remembered_cannot_fail_when_well_formed() {
    for name in ["echo", "set", "clear", "menu", "form", "params", "exit"] {
        assert_eq!(effects(name).fails, Fails::OnUsage, "{name}");
    }
    for name in ["item", "param", "inc", "show", "goto", "imgfree", "choose", "read", "kernel", "dhcp"] {
        assert_eq!(effects(name).fails, Fails::Yes, "{name}");
    }
    assert_eq!(effects("sleep").fails, Fails::IfInterrupted);
}

#[test]
fn selecting_executing_and_registering_are_told_apart() {
    let selects = names(|effects| effects.actions.contains(Actions::SELECTS_IMAGE));
    assert_eq!(selects, ["autoboot", "boot", "chain", "imgexec", "imgload", "imgselect", "kernel"]);
    assert!(effects("initrd").actions.contains(Actions::REGISTERS_IMAGE.union(Actions::FETCHES)));
    assert!(!effects("initrd").actions.contains(Actions::SELECTS_IMAGE));
    assert_eq!(names(|effects| effects.actions.contains(Actions::FREES_IMAGES)), ["imgfree"]);
}

#[test]
fn a_command_that_is_given_a_setting_to_write_says_so() {
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    for known in catalog.commands() {
        let form = known.form;
        let arguments = form.arguments.iter().map(|argument| argument.role);
        let named = arguments.chain(form.options.iter().map(|option| option.role)).any(Role::writes_setting);
        let writes = named || !form.effects.writes.is_empty();
        assert_eq!(writes, form.effects.actions.contains(Actions::WRITES_SETTINGS), "{}", known.spec.name);
    }
}

#[test]
fn a_command_that_can_be_given_a_uri_says_that_it_fetches() {
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    for known in catalog.commands() {
        let form = known.form;
        let arguments = form.arguments.iter().map(|argument| argument.role);
        let roles: Vec<_> = arguments.chain(form.options.iter().map(|option| option.role)).collect();
        let fetches = form.effects.actions.contains(Actions::FETCHES);
        let uri = roles.iter().any(|role| matches!(role, Role::Uri | Role::ImageOrUri));
        assert!(fetches == uri || known.spec.name == "autoboot", "{}", known.spec.name);
        let san = roles.contains(&Role::SanUri);
        assert!(!san || form.effects.actions.contains(Actions::ATTACHES_SAN), "{}", known.spec.name);
    }
}

#[test]
fn settings_that_commands_consult_are_predefined() {
    let catalog = Catalog::new(Target::default().with_release(Release::Head));
    for known in catalog.commands() {
        for setting in known.form.effects.reads.iter().chain(known.form.effects.writes) {
            assert!(catalog.setting(setting.as_bytes()).is_some(), "{}: {setting}", known.spec.name);
        }
    }
}

#[test]
fn text_at_the_end_is_joined_and_names_are_not() {
    let catalog = Catalog::new(Target::default());
    let last = |name: &str| catalog.command(name.as_bytes()).unwrap().form.arguments.last().unwrap();
    for name in ["echo", "set", "item", "menu", "prompt", "kernel", "initrd", "param"] {
        assert_eq!(last(name).repeat, Repeat::Joined, "{name}");
    }
    for name in ["imgfree", "ifopen", "sanboot", "sha1sum"] {
        assert_eq!(last(name).repeat, Repeat::Each, "{name}");
    }
}

#[test]
fn every_word_that_a_command_accepts_has_a_meaning() {
    for release in Release::ALL {
        for known in Catalog::new(Target::default().with_release(*release)).commands() {
            let least = usize::from(known.form.min_args).max(usize::from(known.form.max_args.unwrap_or(0)));
            for at in 0..least {
                assert!(known.form.argument(at).is_some(), "{} {at} in {release}", known.spec.name);
            }
        }
    }
}

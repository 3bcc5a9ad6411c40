//! The rules, a folder each: what a rule is, its documentation, its check, its fixtures.

use crate::{RuleMeta, context::Context, sink::Sink};

/// Registers rules: makes the list of them, and leads to what each one is and does.
macro_rules! rules {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// A rule. Its name, code and all else that describes it is in its [`RuleMeta`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum RuleId {
            $(
                #[doc = concat!("See its [documentation](RuleId::meta), in `rules/", stringify!($module), "/doc.md`.")]
                $variant
            ),+
        }

        impl RuleId {
            /// All rules, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What the rule is.
            #[must_use]
            pub const fn meta(self) -> &'static RuleMeta {
                match self { $(Self::$variant => &$module::META),+ }
            }

            /// Has the rule look at a script.
            pub(crate) fn check(self, cx: &Context<'_, '_>, out: &mut Sink<'_>) {
                match self { $(Self::$variant => $module::check(cx, out)),+ }
            }
        }
    };
}

rules! {
    InvalidHeader => invalid_header,
    LostToNul => lost_to_nul,
    LookAlikeCharacter => look_alike_character,
    LoneCarriageReturn => lone_carriage_return,
    SwallowedLine => swallowed_line,
    BlankAfterBackslash => blank_after_backslash,
    UnfinishedContinuation => unfinished_continuation,
    MergeConflict => merge_conflict,
    ForeignComment => foreign_comment,
    UnrenderedTemplate => unrendered_template,
    LeadingOperator => leading_operator,
    LegacyHeader => legacy_header,
    MalformedSuppression => malformed_suppression,
    UnknownSuppressedRule => unknown_suppressed_rule,
    UnusedSuppression => unused_suppression,
    SuppressionWithoutReason => suppression_without_reason,
    UnknownCommand => unknown_command,
    UnknownOption => unknown_option,
    MissingOptionValue => missing_option_value,
    UnexpectedOptionValue => unexpected_option_value,
    OptionAfterArguments => option_after_arguments,
    TextTakenAsOption => text_taken_as_option,
    TooFewArguments => too_few_arguments,
    TooManyArguments => too_many_arguments,
    MalformedInteger => malformed_integer,
    GluedOperator => glued_operator,
    LiteralQuotes => literal_quotes,
    MissingGoto => missing_goto,
    ShellSyntax => shell_syntax,
    BootLoaderSyntax => boot_loader_syntax,
    StrayArguments => stray_arguments,
    MissingOperator => missing_operator,
    SeveralUris => several_uris,
    TimeUnitConfusion => time_unit_confusion,
    HelpRequested => help_requested,
    GpxeSetting => gpxe_setting,
    DashFromSetting => dash_from_setting,
    ArgumentsInSetting => arguments_in_setting,
    UnresolvedVariable => unresolved_variable,
    UnknownSettingType => unknown_setting_type,
    UnterminatedExpansion => unterminated_expansion,
    BlankInExpansion => blank_in_expansion,
    ForeignExpansion => foreign_expansion,
    BareSettingName => bare_setting_name,
    EqualsInSet => equals_in_set,
    ImpossibleComparison => impossible_comparison,
    ShadowedBuiltin => shadowed_builtin,
    UnstorableValue => unstorable_value,
    NumericSettingName => numeric_setting_name,
    IncrementOfText => increment_of_text,
    UndefinedLabel => undefined_label,
    DuplicateLabel => duplicate_label,
    MisplacedColon => misplaced_colon,
    UnguardedTest => unguarded_test,
    UnreachableCommand => unreachable_command,
    UnreachableBoot => unreachable_boot,
    AddressAfterOpen => address_after_open,
    ExitToLocalBoot => exit_to_local_boot,
    KernelNeverBooted => kernel_never_booted,
    BootWithoutImage => boot_without_image,
    MissingNetIfnames => missing_net_ifnames,
    UnloadedInitrd => unloaded_initrd,
    MalformedUri => malformed_uri,
    MissingScheme => missing_scheme,
    UnknownScheme => unknown_scheme,
    CommandNotInBuild => command_not_in_build,
    SchemeNotInBuild => scheme_not_in_build,
    NotInRelease => not_in_release,
    ImageForOtherPlatform => image_for_other_platform,
    BiosDriveNumber => bios_drive_number,
    DhcpWithoutServer => dhcp_without_server,
}

const _: () = assert!(size_of::<RuleId>() == 1); // every diagnostic carries one

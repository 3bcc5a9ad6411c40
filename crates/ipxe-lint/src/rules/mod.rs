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
    SingleDashOption => single_dash_option,
    UnknownInterface => unknown_interface,
    DoubledOperator => doubled_operator,
    UnresolvedVariable => unresolved_variable,
    UnknownSettingType => unknown_setting_type,
    UnterminatedExpansion => unterminated_expansion,
    BlankInExpansion => blank_in_expansion,
    ForeignExpansion => foreign_expansion,
    BareSettingName => bare_setting_name,
    EqualsInSet => equals_in_set,
    NoOpAssignment => no_op_assignment,
    UsedBeforeSet => used_before_set,
    MaybeUnsetVariable => maybe_unset_variable,
    StaleChoice => stale_choice,
    UsedBeforeDhcp => used_before_dhcp,
    UsedAfterClear => used_after_clear,
    UnusedSetting => unused_setting,
    ImpossibleComparison => impossible_comparison,
    ShadowedBuiltin => shadowed_builtin,
    UnstorableValue => unstorable_value,
    NumericSettingName => numeric_setting_name,
    IncrementOfText => increment_of_text,
    ExpandedSettingName => expanded_setting_name,
    HardCodedInterface => hard_coded_interface,
    UndefinedLabel => undefined_label,
    DuplicateLabel => duplicate_label,
    MisplacedColon => misplaced_colon,
    UnguardedTest => unguarded_test,
    UnreachableCommand => unreachable_command,
    UnreachableBoot => unreachable_boot,
    MisreadPrecedence => misread_precedence,
    UnhandledFailure => unhandled_failure,
    UnboundedRetry => unbounded_retry,
    EndlessLoop => endless_loop,
    UnusedLabel => unused_label,
    DanglingOperator => dangling_operator,
    FutileRetry => futile_retry,
    CounterNotReset => counter_not_reset,
    ConstantComparison => constant_comparison,
    AddressAfterOpen => address_after_open,
    ExitToLocalBoot => exit_to_local_boot,
    FallThrough => fall_through,
    ComputedGotoWithoutFallback => computed_goto_without_fallback,
    KernelNeverBooted => kernel_never_booted,
    BootWithoutImage => boot_without_image,
    UnknownImage => unknown_image,
    StaleImages => stale_images,
    ChainedScriptKept => chained_script_kept,
    ImagesLeftToScript => images_left_to_script,
    DuplicateImageName => duplicate_image_name,
    ReplacedKernel => replaced_kernel,
    UnusedInitrd => unused_initrd,
    ForeignWimbootArgument => foreign_wimboot_argument,
    MisnamedWimbootFile => misnamed_wimboot_file,
    UnverifiedImage => unverified_image,
    InheritedImages => inherited_images,
    WimbootWithoutImage => wimboot_without_image,
    UnexecutableImage => unexecutable_image,
    MissingNetIfnames => missing_net_ifnames,
    UnloadedInitrd => unloaded_initrd,
    MissingInitrdArgument => missing_initrd_argument,
    ConflictingArgument => conflicting_argument,
    SerialConsoleNotLast => serial_console_not_last,
    MalformedBootif => malformed_bootif,
    MalformedIpArgument => malformed_ip_argument,
    CutCommandLine => cut_command_line,
    OverlongCommandLine => overlong_command_line,
    SecretInArguments => secret_in_arguments,
    PossiblyMissingInitrd => possibly_missing_initrd,
    ItemWithoutLabel => item_without_label,
    IgnoredChoice => ignored_choice,
    UnknownDefaultItem => unknown_default_item,
    DuplicateMenuItem => duplicate_menu_item,
    DuplicateMenuKey => duplicate_menu_key,
    MenuWithoutItems => menu_without_items,
    UnhandledCancel => unhandled_cancel,
    TimeoutWithoutDefault => timeout_without_default,
    UsedUpMenu => used_up_menu,
    DuplicateDefaultItem => duplicate_default_item,
    UnshownMenu => unshown_menu,
    MalformedUri => malformed_uri,
    MissingScheme => missing_scheme,
    UnknownScheme => unknown_scheme,
    DoubledScheme => doubled_scheme,
    PathGluedToHost => path_glued_to_host,
    SecretInScript => secret_in_script,
    UnescapedQueryValue => unescaped_query_value,
    PrivateHost => private_host,
    UnverifiedDownload => unverified_download,
    CutQuery => cut_query,
    ServerFilePath => server_file_path,
    CommandNotInBuild => command_not_in_build,
    SchemeNotInBuild => scheme_not_in_build,
    NotInRelease => not_in_release,
    ImageForOtherPlatform => image_for_other_platform,
    BiosDriveNumber => bios_drive_number,
    DhcpWithoutServer => dhcp_without_server,
    FormatNotInBuild => format_not_in_build,
    RedundantDhcp => redundant_dhcp,
}

const _: () = assert!(size_of::<RuleId>() == 1); // every diagnostic carries one

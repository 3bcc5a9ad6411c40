use std::fmt;

use serde::{Serialize, Serializer};

use crate::Level;

/// Passes the list of all rules to a macro: each with the module of its check, in the order of the codes.
macro_rules! for_each_rule {
    ($given_to:ident) => {
        $given_to! {
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
            UnknownOptionValue => unknown_option_value,
            UnsentParameters => unsent_parameters,
            MissingParameterList => missing_parameter_list,
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
            OverwrittenSetting => overwritten_setting,
            UntranslatedArchitecture => untranslated_architecture,
            AddressWithoutNetmask => address_without_netmask,
            PathAsSettingName => path_as_setting_name,
            UnusableStaticAddress => unusable_static_address,
            UnusedVlan => unused_vlan,
            InvertedDefault => inverted_default,
            LeftoverValue => leftover_value,
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
            RepeatedFallback => repeated_fallback,
            UnreachedScript => unreached_script,
            NestedChainLoop => nested_chain_loop,
            InvertedTest => inverted_test,
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
            WrappedInitrd => wrapped_initrd,
            UnnamedWimbootFile => unnamed_wimboot_file,
            DriveInUse => drive_in_use,
            MissingInitrd => missing_initrd,
            FetchedFileAsInitrd => fetched_file_as_initrd,
            MixedReleases => mixed_releases,
            DiscAsInitrd => disc_as_initrd,
            MicrocodeAfterInitrd => microcode_after_initrd,
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
            ArgumentsInQuery => arguments_in_query,
            MalformedArgument => malformed_argument,
            DiscAsDisk => disc_as_disk,
            MissingPartnerArgument => missing_partner_argument,
            OutdatedArgument => outdated_argument,
            UnreadArgument => unread_argument,
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
            ItemWithoutName => item_without_name,
            EntryInUri => entry_in_uri,
            SameSections => same_sections,
            EntryWithoutScript => entry_without_script,
            EntryToOwnMenu => entry_to_own_menu,
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
            DoubledSlash => doubled_slash,
            LoopbackHost => loopback_host,
            MissingScript => missing_script,
            MisplacedScript => misplaced_script,
            MiscasedScript => miscased_script,
            IpxeVersionInUri => ipxe_version_in_uri,
            MissingImage => missing_image,
            CommandNotInBuild => command_not_in_build,
            SchemeNotInBuild => scheme_not_in_build,
            NotInRelease => not_in_release,
            ImageForOtherPlatform => image_for_other_platform,
            BiosDriveNumber => bios_drive_number,
            DhcpWithoutServer => dhcp_without_server,
            FormatNotInBuild => format_not_in_build,
            RedundantDhcp => redundant_dhcp,
            AutoexecWithoutNetwork => autoexec_without_network,
        }
    };
}
pub(crate) use for_each_rule;

/// Defines the list of the rules.
macro_rules! rule_ids {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        /// A rule. Its [`RuleMeta`] has its name, its code and everything else that describes it.
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
        }
    };
}

for_each_rule!(rule_ids);

const _: () = assert!(size_of::<RuleId>() == 1); // every diagnostic carries one

/// The description of a rule: all documentation of rules is derived from this.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleMeta {
    /// Its name, in kebab case: the bad pattern that it finds. The name identifies the rule.
    pub name: &'static str,
    /// Its code, `IPX` and three digits: a short alias of the name.
    pub code: &'static str,
    /// What it finds, in a sentence without a full stop.
    pub summary: &'static str,
    /// The default level of its findings.
    pub level: Level,
    /// Whether its findings have a fix.
    pub fix: FixKind,
    /// The version of this crate that added it.
    pub since: &'static str,
    /// Its documentation, in Markdown.
    #[serde(skip)]
    pub doc: &'static str,
}

impl RuleMeta {
    /// The family of the rule, given by the hundreds digit of its code.
    #[must_use]
    pub fn category(&self) -> Category {
        let hundred = self.code.as_bytes().get("IPX".len()).copied().unwrap_or_default();
        // A test checks the form of every code.
        Category::ALL.into_iter().find(|category| category.digit() == hundred).unwrap_or(Category::Script)
    }
}

/// Whether a rule's findings have a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FixKind {
    /// Never: only a person can know what was intended.
    Never,
    /// If it is clear what was intended.
    Sometimes,
    /// Always.
    Always,
}

/// A family of rules: the hundreds digit of their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Category {
    /// 1xx: the script as a file, and its lines.
    Script,
    /// 2xx: commands, their options and arguments.
    Commands,
    /// 3xx: settings and their expansion.
    Settings,
    /// 4xx: control flow and labels.
    Flow,
    /// 5xx: images and booting them.
    Images,
    /// 6xx: the kernel command line.
    KernelCommandLine,
    /// 7xx: menus and forms.
    Menus,
    /// 8xx: URIs and security.
    Uris,
    /// 9xx: features of the target's iPXE.
    Target,
}

impl Category {
    /// All families, in the order of their codes.
    pub const ALL: [Self; 9] = [
        Self::Script,
        Self::Commands,
        Self::Settings,
        Self::Flow,
        Self::Images,
        Self::KernelCommandLine,
        Self::Menus,
        Self::Uris,
        Self::Target,
    ];

    /// The first digit of the rules' codes.
    const fn digit(self) -> u8 {
        b'1' + self as u8
    }

    /// The name in selections.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Commands => "commands",
            Self::Settings => "settings",
            Self::Flow => "flow",
            Self::Images => "images",
            Self::KernelCommandLine => "kernel-command-line",
            Self::Menus => "menus",
            Self::Uris => "uris",
            Self::Target => "target",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The URL of the rules' documentation.
const DOCUMENTATION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/crates/ipxe-lint/src/rules");

impl RuleId {
    /// Whether it is on by default. A rule that is not depends on a site's policy.
    #[must_use]
    pub const fn is_on_by_default(self) -> bool {
        !matches!(self, Self::SuppressionWithoutReason | Self::UnverifiedDownload)
    }

    /// Whether it judges the findings of other rules, and so runs after them.
    #[must_use]
    pub(crate) const fn judges_findings(self) -> bool {
        matches!(self, Self::UnusedSuppression)
    }

    /// Whether it is about attacks on a machine, or about information that a script reveals, whatever its family.
    #[must_use]
    pub const fn is_about_security(self) -> bool {
        matches!(self, Self::SecretInArguments | Self::SecretInScript | Self::UnverifiedDownload)
    }

    /// Whether it can check a part of a script: it only reads the lines themselves, not those before or after them.
    #[must_use]
    pub(crate) fn judges_a_line(self) -> bool {
        match self.meta().category() {
            Category::Script => !matches!(self, Self::InvalidHeader | Self::UnfinishedContinuation),
            Category::Commands => !matches!(
                self,
                Self::MissingParameterList
                    | Self::UnsentParameters
                    | Self::DashFromSetting
                    | Self::ArgumentsInSetting
                    | Self::UnknownInterface
            ),
            Category::Settings => matches!(
                self,
                Self::UnknownSettingType
                    | Self::UnterminatedExpansion
                    | Self::BlankInExpansion
                    | Self::ForeignExpansion
                    | Self::BareSettingName
                    | Self::EqualsInSet
                    | Self::UnstorableValue
                    | Self::PathAsSettingName
            ),
            Category::Flow => matches!(self, Self::MisplacedColon),
            Category::KernelCommandLine => {
                matches!(self, Self::ConflictingArgument | Self::MalformedBootif | Self::CutCommandLine)
            }
            Category::Uris => {
                !matches!(self, Self::DoubledSlash | Self::UnverifiedDownload | Self::PrivateHost)
            }
            Category::Target => matches!(self, Self::NotInRelease),
            Category::Images | Category::Menus => false,
        }
    }

    /// The URL of its documentation.
    #[must_use]
    pub fn url(self) -> String {
        format!("{DOCUMENTATION}/{}/doc.md", self.meta().name.replace('-', "_"))
    }
}

/// A rule is displayed and serialised by its name.
impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.meta().name)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.meta().name)
    }
}

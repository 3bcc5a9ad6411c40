//! The kinds of seeded mistakes: each finds suitable places and breaks one of them.

mod flow;
mod images;
mod menus;
mod settings;
mod writing;

use crate::seed::{Edit, Ground, Random};

/// A kind of mistake.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) seed: fn(&Ground<'_, '_>, &mut Random) -> Option<Edit>,
}

macro_rules! kinds {
    ($($family:ident: $($name:ident),+;)+) => {
        /// All of them, by family.
        pub(crate) const KINDS: &[Kind] = &[$($(Kind { name: stringify!($name), seed: $family::$name },)+)+];
    };
}

kinds! {
    flow: glued_operator_after, glued_operator_before, goto_lost, label_colon_lost, label_misspelt, label_renamed, duplicate_label, colon_before_target, operator_halved, script_ends_early, test_unguarded, colon_behind_target, comment_glued_to_target, target_in_other_case, colon_behind_label, blank_behind_colon, operator_in_words, fallback_on_success, line_end_lost;
    menus: duplicate_item, duplicate_key, default_misspelt, choice_misspelt, choose_lost, item_renamed, menu_lost, timeout_in_seconds, timeout_in_words, sleep_in_milliseconds, choice_nowhere_kept, item_command_lost, item_name_lost;
    images: address_glued_to_path, backslashes_in_path, boot_lost, broken_command_line, initrd_lost, initrd_argument_lost, initrd_argument_misspelt, kernel_lost, scheme_doubled, scheme_lost, scheme_misspelt, boot_before_initrd, quoted_uri, letter_in_port, address_out_of_range, colon_of_scheme_lost, image_name_misspelt;
    settings: assignment_with_equals, bare_setting_in_test, builtin_misspelt, comparison_lost_a_side, comparison_with_equals, dollar_lost, own_setting_misspelt, platform_misnamed, quoted_value, look_alike_quotes, set_of_expansion, shell_assignment, shell_variable, type_misspelt, unterminated_expansion, windows_variable, colon_before_type_lost, wrong_closing_brace, blank_inside_expansion, own_setting_in_capitals, hyphen_for_underscore, set_name_misspelt, interface_of_linux, comparison_glued, quoted_side, negated_test, set_name_lost, set_swapped;
    writing: backslash_before_command, blank_after_backslash, capital_command, command_misspelt, comment_mark_lost, foreign_comment, header_misspelt, look_alike_dash, merge_conflict, option_behind_arguments, option_misspelt, option_single_dash, option_value_lost, shell_condition, unit_behind_number, no_break_space, byte_order_mark, word_doubled, blank_behind_command_lost, semicolon_glued, foreign_option, foreign_command;
}

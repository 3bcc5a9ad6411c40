//! Parts of scripts: a code block of a page without a header, or a macro.

use crate::{LintOptions, RuleId, RuleSelector};

/// The text before a part of a script that makes it a script.
pub(crate) const HEADER: &[u8] = b"#!ipxe\n";

/// The options for a part of a script: only rules that need no other lines check it.
pub(crate) fn for_part(options: &LintOptions) -> LintOptions {
    let mut options = options.clone();
    options.rules.begin_layer();
    let others = RuleId::ALL.iter().filter(|rule| !rule.judges_a_line());
    others.for_each(|rule| options.rules.ignore(RuleSelector::Rule(*rule)));
    options
}

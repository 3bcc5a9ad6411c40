//! Parts of scripts: what stands in a page without a header, or in a macro.

use crate::{LintOptions, RuleId, RuleSelector};

/// What stands before a part of a script, so that it is one.
pub(crate) const HEADER: &[u8] = b"#!ipxe\n";

/// The options for a part of a script: only rules that judge a line by itself look at it.
pub(crate) fn for_part(options: &LintOptions) -> LintOptions {
    let mut options = options.clone();
    options.rules.begin_layer();
    let others = RuleId::ALL.iter().filter(|rule| !rule.judges_a_line());
    others.for_each(|rule| options.rules.ignore(RuleSelector::Rule(*rule)));
    options
}

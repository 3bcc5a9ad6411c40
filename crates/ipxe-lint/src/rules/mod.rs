//! The rules, one folder each: the metadata of a rule, its documentation, its check, its fixtures.
//!
//! [`rule`](crate::rule) lists the rules, below all code that names one; this module connects each to its folder.

use crate::{RuleId, RuleMeta, context::Context, rule::for_each_rule, sink::Sink};

/// Connects each rule to its metadata and its check.
macro_rules! dispatch {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        $(mod $module;)+

        impl RuleId {
            /// The metadata of the rule.
            #[must_use]
            pub const fn meta(self) -> &'static RuleMeta {
                match self { $(Self::$variant => &$module::META),+ }
            }

            /// Runs the rule on a script.
            pub(crate) fn check(self, cx: &Context<'_, '_>, out: &mut Sink<'_>) {
                match self { $(Self::$variant => $module::check(cx, out)),+ }
            }
        }
    };
}

for_each_rule!(dispatch);

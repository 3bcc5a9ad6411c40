//! The rules, a folder each: what a rule is, its documentation, its check, its fixtures.
//!
//! Which rules there are is said in [`rule`](crate::rule), below everything that names one; here each is led to its folder.

use crate::{RuleId, RuleMeta, context::Context, rule::for_each_rule, sink::Sink};

/// Leads from each rule to what it is and does.
macro_rules! dispatch {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        $(mod $module;)+

        impl RuleId {
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

for_each_rule!(dispatch);

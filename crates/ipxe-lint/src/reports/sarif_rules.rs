use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};

use crate::{Level, RuleId};

/// The rules in a SARIF log: those with findings, in the order of their first findings.
#[derive(Debug, Default)]
pub(super) struct SarifRules {
    rules: Vec<RuleId>,
}

impl SarifRules {
    /// Adds the rule of a finding.
    pub(super) fn add(&mut self, rule: RuleId) {
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    /// The index of a rule's description.
    pub(super) fn index_of(&self, rule: RuleId) -> i64 {
        let at = self.rules.iter().position(|known| *known == rule);
        at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1)
    }

    /// The descriptions.
    pub(super) fn descriptors(&self) -> Vec<ReportingDescriptor> {
        self.rules.iter().copied().map(descriptor).collect()
    }
}

fn descriptor(rule: RuleId) -> ReportingDescriptor {
    let meta = rule.meta();
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    let page = rule.page();
    let properties = PropertyBag {
        tags: Some(vec![meta.category().to_string()]),
        additional_properties: [("code".to_owned(), meta.code.into())].into(),
    };
    ReportingDescriptor::builder()
        .id(meta.name)
        .short_description(text(meta.summary))
        .help(MultiformatMessageString::builder().text(page.as_str()).markdown(page.as_str()).build())
        .help_uri(rule.url())
        .default_configuration(ReportingConfiguration::builder().level(level(meta.level)).build())
        .properties(properties)
        .build()
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

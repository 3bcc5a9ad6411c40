use crate::{FixKind, RuleId};

impl RuleId {
    /// The rule's page in the documentation, in Markdown: what it finds, why that is bad, an example and its
    /// correction, and then its code, family, level and fix.
    ///
    /// ```
    /// use ipxe_lint::RuleId;
    ///
    /// let page = RuleId::UndefinedLabel.page();
    /// assert!(page.starts_with("# undefined-label\n"));
    /// assert!(page.ends_with("IPX401 (flow), error, sometimes with a fix, since 0.1.0\n"));
    /// ```
    #[must_use]
    pub fn page(self) -> String {
        let meta = self.meta();
        let fix = match meta.fix {
            FixKind::Never => "no fix",
            FixKind::Sometimes => "sometimes with a fix",
            FixKind::Always => "always with a fix",
        };
        let off = if self.is_on_by_default() { "" } else { ", off by default" };
        // The options of an example are only for tests.
        let lines = meta.doc.lines().filter(|line| !line.starts_with("# fixture: "));
        let page: String = lines.flat_map(|line| [line, "\n"]).collect();
        let (code, family, level, since) = (meta.code, meta.category(), meta.level, meta.since);
        format!("{page}\n{code} ({family}), {level}{off}, {fix}, since {since}\n")
    }
}

//! Text of templates that were never rendered: scripts in repositories are often the input of a generator.

use ipxe_syntax::{Command, Line, Script, Word, template::blocks};

pub use ipxe_syntax::template::{has_template, is_only_statements, is_placeholder};

/// The commands of a script that hold template text: nobody knows their words before they are rendered.
pub struct Templates {
    /// Per command; empty where the script has no template text at all.
    commands: Vec<bool>,
}

impl Templates {
    pub(crate) fn new(script: &Script<'_>) -> Self {
        let any = may_have_template(script);
        let mut blocks = if any { blocks(script.source()) } else { Vec::new() }.into_iter().peekable();
        let is_inside = |command: Command<'_, '_>| {
            let span = command.span().range();
            while blocks.next_if(|block| block.end <= span.start).is_some() {}
            blocks.peek().is_some_and(|block| block.start < span.end) || is_template(command)
        };
        if script.has_holes() {
            return Self {
                commands: if any { script.commands().map(is_hole).collect() } else { Vec::new() },
            };
        }
        Self { commands: if any { script.commands().map(is_inside).collect() } else { Vec::new() } }
    }

    /// Whether any text of the script can hold template text.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.commands.is_empty()
    }

    /// The command.
    #[must_use]
    pub fn contains(&self, command: Command<'_, '_>) -> bool {
        self.commands.get(command.id().index()).copied().unwrap_or_default()
    }
}

/// Most scripts are none, which their bytes tell quickest; but words of continued lines do not stand in them as such.
fn may_have_template(script: &Script<'_>) -> bool {
    ipxe_syntax::template::may_have_template(script.source()) || script.lines().any(Line::is_continued)
}

/// Whether nobody knows which command it is, or whether it is one: it may be several lines once it is filled in. And whether it
/// has marks that are no whole ones.
fn is_hole(command: Command<'_, '_>) -> bool {
    let label = command.line().label().filter(|_| command.operator().is_none());
    label.is_some_and(|label| has_template(label.name()))
        || command.name().is_some_and(Word::has_hole)
        || command.words().filter_map(Word::as_literal).any(has_template)
}

fn is_template(command: Command<'_, '_>) -> bool {
    // `:{{ name }}` is a label `{{`, with a command behind it.
    let label = command.line().label().filter(|_| command.operator().is_none());
    label.is_some_and(|label| has_template(label.name()))
        || command.words().any(|word| has_template(word.text()))
}

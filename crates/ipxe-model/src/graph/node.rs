use ipxe_syntax::CommandId;

/// A node of the control-flow graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Node {
    /// A command is about to run.
    Command(CommandId),
    /// The script is over.
    End(Ending),
}

/// How a script ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ending {
    /// It reached its end, and the last line succeeded.
    RanThrough,
    /// A line failed, and nothing handled the failure.
    Failed,
    /// By `exit`.
    Exited,
    /// Another program took over: a kernel, a SAN drive, firmware.
    Left,
}

impl Ending {
    pub(crate) const ALL: [Self; 4] = [Self::RanThrough, Self::Failed, Self::Exited, Self::Left];
}

/// Why control goes from one node to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Edge {
    /// The command succeeded.
    Success,
    /// The command failed.
    Failure,
    /// The command jumped.
    Jump,
    /// The command ended or left the script.
    End,
}

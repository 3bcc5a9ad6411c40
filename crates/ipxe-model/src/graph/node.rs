use ipxe_syntax::CommandId;

/// A point that control passes through.
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
    /// It ran through, its last line successful.
    RanThrough,
    /// A line failed, and nothing handled that.
    Failed,
    /// By `exit`.
    Exited,
    /// Something else took over: a kernel, a SAN drive, firmware.
    Left,
}

impl Ending {
    pub(crate) const ALL: [Self; 4] = [Self::RanThrough, Self::Failed, Self::Exited, Self::Left];
}

/// Why control goes from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Edge {
    /// The command succeeded.
    Success,
    /// The command failed.
    Failure,
    /// The command jumped.
    Jump,
    /// The command ended the script or left it.
    End,
}

//! Executing scripts.
//!
//! A [`MachineState`] is the state that a script changes: settings, images, menus, and the position in each of the
//! nested scripts. An [`Environment`] provides everything that a script cannot decide. An [`Observer`], such as a
//! [`Trace`], is informed of what happens. A [`Simulator`] combines them and runs a script until it ends in an
//! [`Outcome`], within [`RunLimits`].
//!
//! Where the recorded cases of the newest iPXE do not decide, the behaviour is that of Debian's build of January 2019,
//! as tested by `tests/real_ipxe.rs`: `${errno}` after `exit N` is N; `boot` with nothing selected succeeds; an image
//! that a script executed is registered again afterwards, at the end of the list, and stays selected; a menu without
//! entries fails with `ENOENT`, as a missing menu does; `goto` fails with `EINVAL` if a script ends inside a
//! continuation; an empty integer is 0 up to that release; a value of `ipv4` is four integers of any base, one of
//! `ipv6` may have groups without digits, white space in `base64` is ignored, `%4` in a URI is the byte 4; `show` shows
//! a number as it was requested; up to 1.21.1, a `next-server` other than the last one becomes the base of relative
//! URIs, until the script ends in which that happens. The failures for URIs of each scheme that cannot be opened were
//! tested there, too, and the PXE codes in the last byte of error numbers.
//!
//! Nothing is recursive: nested scripts are a stack of frames in the machine.

mod budget;
mod command;
mod environment;
mod errno;
mod explore;
mod failure;
mod format;
mod frame;
mod image;
mod images;
#[cfg(feature = "serde")]
mod latin1;
mod limits;
mod machine;
mod masked;
mod menu;
mod observer;
mod outcome;
mod outcome_kind;
mod parameters;
mod plan;
mod program;
mod run;
mod simulator;
mod trace;

pub use budget::Budget;
pub use environment::{
    ChooseQuestion, CommandRequest, ConnectRequest, ContextEnvironment, CpuidQuestion, Environment,
    FetchRequest, FieldQuestion, Files, KeyPress, MenuAnswer, NoFiles, Optimistic, PromptQuestion,
    TextAnswer, UnknownSetting,
};
pub use explore::{
    Answer, Condition, Exploration, ExploreLimits, Explorer, Fact, OpenFacts, OpenFailures, PossibleDownload,
    PossibleOutcome, Way,
};
#[cfg(feature = "serde")]
pub use explore::{DepsReport, EntryDownloads, ReportedDownload, RootFile, RootFiles};
#[cfg(feature = "serde")]
pub use explore::{PlanReport, ReportedDrive, ReportedImage, ReportedOutcome};
pub use failure::{Failure, FailureKind, Status};
pub use image::{Content, Image, ImageBytes};
pub use images::Images;
pub use limits::{LimitReached, RunLimits};
pub use machine::MachineState;
pub use menu::{Menu, MenuItem};
pub use observer::{Change, CommandEffects, Observer, Unobserved};
pub use outcome::{Outcome, Waiting};
pub use outcome_kind::OutcomeKind;
pub use parameters::{Parameter, Parameters};
pub use plan::{BootPlan, PlannedImage, SanPlan};
pub use run::Progress;
pub use simulator::{Run, Simulator};
pub use trace::{Step, Steps, Trace};

#[cfg(test)]
mod tests;

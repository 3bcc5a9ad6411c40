//! How iPXE reads and executes a script: expansion, options, settings, values, and what comes of them.
//!
//! There is one of each, for execution and for analysis alike:
//!
//! * [`Text`]: bytes with holes, where something is unknown;
//! * [`expand`]: replaces `${…}`, whoever answers for the settings ([`Lookup`]);
//! * [`parse_arguments`]: tells the options of a command from its arguments; [`Invocation`] binds a
//!   whole command to what the catalog says of it;
//! * [`parse_integer`], [`parse_value`] and [`format_value`]: integers and setting types, quirks included;
//! * [`Settings`]: the tree of settings blocks, with the origin of every value;
//! * [`Uri`]: URIs as iPXE takes them apart.
//!
//! On top of these, a [`NetworkContext`] says what is known about a machine and its network, a
//! [`Profile`] what a provider supplies, and a [`Resolver`] what becomes of a script there:
//!
//! ```
//! use ipxe_catalog::{Catalog, Target};
//! use ipxe_engine::{Absence, ExpansionSource, NetworkContext, Profile, Resolver, Text};
//!
//! let context = NetworkContext::new().setting("IPXE_BOOT_HOSTNAME", "web1")?;
//! let settings = context.settings(&Catalog::new(Target::default()));
//! let resolver = Resolver::new(settings).with_profile(Profile::flexmetal());
//!
//! let script = ipxe_syntax::parse(b"#!ipxe\nset base http://boot.example\nkernel ${base}/${IPXE_BOOT_HOSTNAME}${nope}\n");
//! let resolved = resolver.script(&script);
//! let uri = &resolved.commands[1].words[1];
//! assert_eq!(uri.text, Text::from("http://boot.example/web1"));
//! assert_eq!(uri.expansions[2].source, ExpansionSource::Empty(Absence::Unset));
//! # Ok::<(), ipxe_engine::ContextError>(())
//! ```
//!
//! And a [`Simulator`] executes a script: a [`MachineState`] is what it changes, an [`Environment`] answers what it cannot
//! decide, a [`Trace`] tells what every command did, and an [`Outcome`] how it ended, be it with a [`BootPlan`]. An
//! [`Explorer`] finds every outcome that is possible where not everything is known, and what leads to each.
//!
//! Nothing here does I/O, fails on any bytes, or takes more than linear time; what could is bounded by
//! [`Limits`], [`RunLimits`] and [`Settings::MAX_BLOCKS`].
//!
//! # Features
//!
//! * `serde`: contexts and profiles as data, unknown names and wrong values refused with their place; traces and plans
//!   as data to read;
//! * `schema`: their JSON schemas.
#![forbid(unsafe_code)]

mod certainty;
mod context;
mod expand;
mod integer;
mod invocation;
mod options;
mod profile;
mod resolve;
mod settings;
mod simulate;
mod status;
#[cfg(feature = "serde")]
pub mod testing;
mod text;
mod uri;
mod value;
mod words;

pub use ipxe_catalog::SettingType;

pub use certainty::Certainty;
pub use context::{
    ContextError, ContextValue, DhcpAnswer, HardwareAddress, HttpServer, Interface, Link, Machine,
    NetworkContext, Response, Responses, Secrets,
};
pub use expand::{ExpandError, ExpandErrorKind, Limits, Lookup, Reference, expand};
pub use integer::{IntegerError, parse_integer};
pub use invocation::Invocation;
pub use options::{
    ArgumentError, ArgumentErrorKind, Doubt, DoubtKind, GivenOption, OptionValue, ParsedArguments,
    parse_arguments,
};
pub use profile::{Expectation, Profile, Supplied};
pub use resolve::{
    ExpansionSource, ResolvedCommand, ResolvedExpansion, ResolvedScript, ResolvedWord, Resolver,
};
#[cfg(feature = "serde")]
pub use resolve::{ReportedCommand, ReportedExpansion, ReportedSource, ReportedWord, ResolveReport};
pub use settings::{
    Absence, BlockId, BlockKind, Found, Origin, Raw, SettingName, Settings, Value, WriteError, parse_tag,
};
pub use simulate::{
    Answer, BootPlan, Budget, Change, ChooseQuestion, CommandEffects, CommandRequest, Condition, Content,
    ContextEnvironment, CpuidQuestion, Environment, Exploration, ExploreLimits, Explorer, Fact, Failure,
    FailureKind, FetchRequest, FieldQuestion, Files, Image, ImageBytes, Images, KeyPress, LimitReached,
    MachineState, Menu, MenuAnswer, MenuItem, NoFiles, Observer, OpenFacts, OpenFailures, Optimistic,
    Outcome, OutcomeKind, Parameter, Parameters, PlannedImage, PossibleOutcome, Progress, PromptQuestion,
    Run, RunLimits, SanPlan, Simulator, Status, Step, Steps, TextAnswer, Trace, UnknownSetting, Unobserved,
    Waiting, Way,
};
#[cfg(feature = "serde")]
pub use simulate::{PlanReport, ReportedDrive, ReportedImage, ReportedOutcome};
pub use status::{ErrorClass, UnknownErrorClass};
pub use text::{Piece, Slice, Text};
pub use uri::{Uri, UriScheme};
pub use value::{FormatError, ParseError, expectation, format_value, parse_value};
pub use words::Words;

/// What the crate says of itself elsewhere holds, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

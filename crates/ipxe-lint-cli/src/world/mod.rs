//! The machine that executes a script, and its network.

mod args;
mod directory;
mod lacks;

pub(crate) use args::{WorldArgs, serve, served_option};
pub(crate) use directory::Directory;
pub(crate) use lacks::Lacks;

use std::path::{Path, PathBuf};

use ipxe_catalog::Catalog;
use ipxe_lint_config::check_target;
use ipxe_machine::{
    context::{DhcpAnswer, Interface, NetworkContext},
    profile::Profile,
    settings::Settings,
    simulate::{ContextEnvironment, MachineState, Simulator},
};

use crate::{config::ScriptConfig, failure::Failure};

/// The environment of a script's execution.
#[derive(Debug)]
pub(crate) struct World {
    /// What is known about the machine and its network.
    pub(crate) context: NetworkContext,
    /// The base of relative paths in the context: the directory of its file.
    pub(crate) beside: PathBuf,
    /// What the provider supplies.
    pub(crate) profile: Option<Profile>,
    /// Additional servers: the base URIs of their files, and the directories.
    pub(crate) serve: Vec<(String, Directory)>,
    /// The iPXE that executes it.
    pub(crate) ipxe: ipxe_lint::config::World,
    /// The requests of the script for missing files in these directories.
    pub(crate) lacks: Lacks,
}

impl World {
    /// The environment according to a configuration, with these directories before those that it serves.
    pub(crate) fn of(config: &ScriptConfig, own: &[(String, PathBuf)]) -> Result<Self, Failure> {
        let (context, profile) = (config.context()?, config.profile()?);
        check_target(&config.layers())?;
        let ipxe = config.layers().world(&context.machine, profile.as_ref());
        Ok(Self {
            beside: config.beside_context(),
            serve: serve(own, config)?,
            ipxe,
            context,
            profile,
            lacks: Lacks::default(),
        })
    }

    /// A simulator of the machine in this environment, switched on.
    pub(crate) fn simulator(mut self) -> Result<Simulator<ContextEnvironment<Directory>>, Failure> {
        let catalog = self.catalog(&self.ipxe.clone().on_one_machine());
        let adrift = self.context.interfaces().is_empty();
        let settings = if adrift && !self.serve.is_empty() {
            self.context = self.context.interface("net0", plain_interface()?)?;
            self.context.settings(&catalog)
        } else {
            self.context.initial_settings(&catalog)
        };
        let (machine, environment) = self.switch_on(settings)?;
        Ok(Simulator::new(machine, environment))
    }

    /// The machine and its environment, in which all unknown facts are open.
    pub(crate) fn open(self) -> Result<(MachineState, ContextEnvironment<Directory>), Failure> {
        let files = own_files(&self.context, &self.beside)?.noting(&self.lacks);
        let (machine, environment) = self.ipxe.open(self.context, self.profile.as_ref());
        Ok((machine, serving(environment.with_files(files), self.serve, &self.lacks)))
    }

    /// The target iPXE, which is also recorded in the machine.
    fn catalog(&mut self, ipxe: &ipxe_lint::config::World) -> Catalog {
        self.context.machine = ipxe.machine();
        Catalog::new(ipxe.target())
    }

    fn switch_on(
        self,
        mut settings: Settings,
    ) -> Result<(MachineState, ContextEnvironment<Directory>), Failure> {
        if let Some(profile) = &self.profile {
            profile.apply(&mut settings);
        }
        let files = own_files(&self.context, &self.beside)?.noting(&self.lacks);
        let environment = ContextEnvironment::new(self.context).with_files(files);
        Ok((MachineState::new(settings), serving(environment, self.serve, &self.lacks)))
    }
}

/// The environment with additional servers.
fn serving(
    environment: ContextEnvironment<Directory>,
    servers: Vec<(String, Directory)>,
    lacks: &Lacks,
) -> ContextEnvironment<Directory> {
    servers.into_iter().fold(environment, |environment, (base, directory)| {
        environment.serving(base, directory.noting(lacks))
    })
}

/// The files of the context's own server.
fn own_files(context: &NetworkContext, beside: &Path) -> Result<Directory, Failure> {
    context.http.as_ref().map_or(Ok(Directory::none()), |server| Directory::new(&beside.join(&server.files)))
}

/// An interface for a machine without a known one, in a network for documentation (RFC 5737).
fn plain_interface() -> Result<Interface, Failure> {
    let answer = DhcpAnswer::new()
        .option("ip", "192.0.2.2")?
        .option("netmask", "255.255.255.0")?
        .option("gateway", "192.0.2.1")?;
    Ok(Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).dhcp(answer))
}

//! The machine that executes the script, and the world around it.

use std::path::Path;

use ipxe_catalog::{Arch, ArchSet, Catalog, Platform, PlatformSet, Release, Target};
use ipxe_engine::{ContextEnvironment, DhcpAnswer, Interface, MachineState, NetworkContext};

use super::{
    args::{BuildArgs, RunArgs},
    directory::Directory,
};
use crate::failure::Failure;

/// The machine and the world that the options describe.
pub(super) fn world(args: &RunArgs) -> Result<(MachineState, ContextEnvironment<Directory>), Failure> {
    let mut context = args.context.context()?;
    let catalog = Catalog::new(args.build.complete(&mut context)?);
    let adrift = context.interfaces().is_empty();
    let mut settings = if adrift && !args.serve.is_empty() {
        context = context.interface("net0", plain_interface()?)?;
        context.settings(&catalog)
    } else {
        context.initial_settings(&catalog)
    };
    if let Some(profile) = args.context.profile()? {
        profile.apply(&mut settings);
    }
    let files = own_files(&context, args.context.file())?;
    let mut environment = ContextEnvironment::new(context).with_files(files);
    for (base, directory) in &args.serve {
        environment = environment.serving(base.as_str(), Directory::new(directory)?);
    }
    Ok((MachineState::new(settings), environment))
}

/// The files of the context's own server, which are beside the context's file.
fn own_files(context: &NetworkContext, file: Option<&Path>) -> Result<Directory, Failure> {
    let Some(server) = &context.http else { return Ok(Directory::none()) };
    Directory::new(&file.and_then(Path::parent).unwrap_or(Path::new("")).join(&server.files))
}

/// An interface for a machine of which no other is known, in a network for documentation (RFC 5737).
fn plain_interface() -> Result<Interface, Failure> {
    let answer = DhcpAnswer::new()
        .option("ip", "192.0.2.2")?
        .option("netmask", "255.255.255.0")?
        .option("gateway", "192.0.2.1")?;
    Ok(Interface::new().mac([0x52, 0x54, 0, 0x12, 0x34, 0x56]).dhcp(answer))
}

impl BuildArgs {
    /// The build that the options and the context describe; what both leave open is decided, and noted in the
    /// context: a run happens on one machine.
    fn complete(&self, context: &mut NetworkContext) -> Result<Target, Failure> {
        let machine = &mut context.machine;
        let platform = self.platform.or(machine.platform).unwrap_or(Platform::Efi);
        let arch = self.arch.or(machine.buildarch).unwrap_or(Arch::X86_64);
        let release = self.release.or(machine.release).unwrap_or(Release::Head);
        (machine.platform, machine.buildarch, machine.release) = (Some(platform), Some(arch), Some(release));
        let target = Target::default()
            .with_release(release)
            .with_platforms(PlatformSet::of(&[platform]))
            .with_arches(ArchSet::of(&[arch]));
        let mut options = self.build_option.iter();
        Ok(options.try_fold(target, |target, (symbol, on)| target.with_option(symbol.name(), *on))?)
    }
}

//! A real Linux kernel to boot.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use ipxe_machine::simulate::{BootPlan, Outcome, RunLimits};

use super::case::Batch;
use super::machine::Boot;
use super::{Build, Case, RealIpxe, console, simulation};

/// The package name that always refers to the newest kernel for virtual machines.
const META_PACKAGE: &str = "linux-image-cloud-amd64";

/// The text that a kernel with `earlyprintk=ttyS0` prints before its command line.
const SAYS: &[u8] = b"] Command line: ";
/// The text that it prints about its initrds, some lines later.
const LATER: &[u8] = b"RAMDISK: [mem ";

/// The maximum time of a boot: a kernel of 8 MB is downloaded by TFTP, and unpacks itself.
const PATIENCE: Duration = Duration::from_mins(3);

/// Debian's kernel for virtual machines.
#[derive(Clone, Debug)]
pub struct LinuxKernel {
    image: PathBuf,
}

/// Why there is no kernel.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoKernel {
    /// A command of Debian's that does not exist, or could not be executed.
    #[error("`{command}` cannot be executed: {error}")]
    NoCommand {
        /// The command.
        command: &'static str,
        /// Why.
        error: io::Error,
    },
    /// A command of Debian's that failed.
    #[error("`{0}` failed: {1}")]
    Failed(&'static str, String),
    /// The package contains no kernel, or does not exist.
    #[error("no kernel in what {META_PACKAGE} depends on")]
    NotThere,
}

/// What a kernel reports about its inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KernelReport {
    /// Its command line.
    pub command_line: Vec<u8>,
    /// The number of bytes of its initrds.
    pub initrds: u64,
}

impl LinuxKernel {
    /// The unpacked kernel in a directory; otherwise downloads and unpacks it there. Installs nothing.
    ///
    /// # Errors
    /// [`NoKernel`]
    pub fn get(cache: &Path) -> Result<Self, NoKernel> {
        if let Some(image) = unpacked(cache) {
            return Ok(Self { image });
        }
        let dependencies = run("apt-cache", &["depends", META_PACKAGE], cache)?;
        let package = dependencies.lines().find_map(|line| line.trim().strip_prefix("Depends: "));
        run("apt-get", &["download", package.ok_or(NoKernel::NotThere)?], cache)?;
        let archive = find(cache, "linux-image-", ".deb").ok_or(NoKernel::NotThere)?;
        run("dpkg", &["-x", &archive.to_string_lossy(), "."], cache)?;
        unpacked(cache).map(|image| Self { image }).ok_or(NoKernel::NotThere)
    }

    /// The kernel's bytes.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        std::fs::read(&self.image)
    }
}

/// Boots the kernel of a script. Returns its report. The files of the case are in the server's folder `0`. None if no
/// kernel reports in time.
///
/// # Errors
/// If the files cannot be written, or QEMU cannot be executed.
pub fn boot(ipxe: &RealIpxe, case: &Case) -> io::Result<Option<KernelReport>> {
    let directory = tempfile::tempdir()?;
    let folder = directory.path().join("0");
    std::fs::create_dir(&folder)?;
    for (name, content) in &case.files {
        std::fs::write(folder.join(name), content)?;
    }
    let console = ipxe.boot(&Boot {
        script: &folder.join(Case::MAIN),
        files: directory.path(),
        options: &["-cpu", "max"],
        until: b"] ACPI: ",
        timeout: PATIENCE,
    })?;
    Ok(KernelReport::read(&console))
}

/// The plan of a script, in the same environment.
#[must_use]
pub fn plan(build: Build, case: &Case) -> Option<BootPlan> {
    let script = case.files.get(Case::MAIN)?;
    let run = simulation::run(
        build,
        Batch { first: 0, cases: std::slice::from_ref(case) },
        script,
        RunLimits::default(),
    );
    if let Outcome::Booted(plan) = run.outcome { Some(plan) } else { None }
}

impl KernelReport {
    fn read(console: &[u8]) -> Option<Self> {
        let lines = console::lines(console);
        let after = |mark: &[u8]| {
            lines.iter().find_map(|line| {
                let at = line.windows(mark.len()).position(|window| window == mark)?;
                line.get(at + mark.len()..)
            })
        };
        let memory = std::str::from_utf8(after(LATER)?).ok()?;
        let (first, last) = memory.split_once(']')?.0.split_once('-')?;
        let address = |text: &str| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
        let initrds = address(last)?.checked_sub(address(first)?)? + 1;
        Some(Self { command_line: after(SAYS)?.to_vec(), initrds })
    }
}

fn unpacked(cache: &Path) -> Option<PathBuf> {
    find(&cache.join("boot"), "vmlinuz-", "")
}

/// A file of a directory by the ends of its name.
fn find(directory: &Path, start: &str, end: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(directory).ok()?;
    entries.filter_map(|entry| Some(entry.ok()?.path())).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(start) && name.ends_with(end)
    })
}

fn run(command: &'static str, arguments: &[&str], directory: &Path) -> Result<String, NoKernel> {
    let failed = |error| NoKernel::NoCommand { command, error };
    std::fs::create_dir_all(directory).map_err(failed)?;
    let output = Command::new(command)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .map_err(failed)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(NoKernel::Failed(command, String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

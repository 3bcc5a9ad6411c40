//! A PC with iPXE.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::Build;

/// Debian's build, in the package `ipxe`.
const IPXE: &str = "/usr/lib/ipxe/ipxe.lkrn";
/// The variable that names another build, from a newer version of the package.
const OTHER: &str = "IPXE_LINT_REAL_IPXE";
/// The emulator, in the package `qemu-system-x86`.
const QEMU: &str = "qemu-system-x86_64";

/// Debian's iPXE, and QEMU to run it.
#[derive(Clone, Debug)]
pub struct RealIpxe {
    ipxe: PathBuf,
    build: Build,
}

/// Why real iPXE is not available.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// The package `ipxe` is not installed.
    #[error("{0} is not there (package ipxe)")]
    NoIpxe(String),
    /// It is a build with unknown contents.
    #[error("nothing is known of this build: {0}")]
    UnknownBuild(String),
    /// The package `qemu-system-x86` is not installed.
    #[error("{QEMU} cannot be executed (package qemu-system-x86): {0}")]
    NoQemu(io::Error),
}

/// The parameters of a boot.
#[derive(Debug)]
pub struct Boot<'b> {
    /// The script that iPXE executes.
    pub script: &'b Path,
    /// The directory that the TFTP server at [`RealIpxe::SERVER`] serves.
    pub files: &'b Path,
    /// More options for QEMU.
    pub options: &'b [&'b str],
    /// The machine is switched off once its console shows this.
    pub until: &'b [u8],
    /// The machine is switched off after this time.
    pub timeout: Duration,
}

impl RealIpxe {
    /// The base URI of the files of a boot.
    pub const SERVER: &'static str = "tftp://10.0.2.2/";

    /// Looks for iPXE and QEMU.
    ///
    /// # Errors
    /// If one of them is not available.
    pub fn find() -> Result<Self, Unavailable> {
        let ipxe = std::env::var_os(OTHER).map_or_else(|| PathBuf::from(IPXE), PathBuf::from);
        let image = fs::read(&ipxe).map_err(|_| Unavailable::NoIpxe(ipxe.display().to_string()))?;
        let version = version(&image).unwrap_or_default();
        let build = Build::of(&version).ok_or(Unavailable::UnknownBuild(version))?;
        let qemu = Command::new(QEMU).arg("--version").stdin(Stdio::null()).output();
        qemu.map(|_| Self { ipxe, build }).map_err(Unavailable::NoQemu)
    }

    /// Which build it is.
    #[must_use]
    pub fn build(&self) -> Build {
        self.build
    }

    /// Boots a machine without a disk and without a console, with a network that reaches this one.
    ///
    /// # Errors
    /// If QEMU cannot be executed.
    pub(super) fn boot_silently(&self, script: &Path) -> io::Result<Machine> {
        let mut qemu = Command::new(QEMU);
        qemu.args([
            "-nodefaults",
            "-no-user-config",
            "-no-reboot",
            "-display",
            "none",
            "-vga",
            "none",
            "-m",
            "256",
        ])
        .args(["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="])
        .arg("-kernel")
        .arg(&self.ipxe)
        .arg("-initrd")
        .arg(script);
        qemu.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(Machine)
    }

    /// Boots a machine without a disk, in its own network with only a TFTP server. Returns the output of its serial
    /// console until it was switched off.
    ///
    /// # Errors
    /// If QEMU cannot be executed.
    pub fn boot(&self, boot: &Boot<'_>) -> io::Result<Vec<u8>> {
        let network = format!("user,id=net,restrict=on,tftp={}", boot.files.display());
        let mut qemu = Command::new(QEMU);
        qemu.args(["-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-vga", "none"])
            .args(["-serial", "stdio", "-m", "512", "-machine", "graphics=off"])
            .args(["-netdev", &network, "-device", "virtio-net-pci,netdev=net,romfile="])
            .arg("-kernel")
            .arg(&self.ipxe)
            .arg("-initrd")
            .arg(boot.script)
            .args(boot.options);
        let child = qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut machine = Machine(child);
        let output = machine.watch(boot);
        if output.is_empty() {
            let mut complaint = String::new();
            machine.switch_off();
            if let Some(stderr) = &mut machine.0.stderr {
                stderr.read_to_string(&mut complaint)?;
            }
            return Err(io::Error::other(format!("the console stays dark: {complaint}")));
        }
        Ok(output)
    }
}

/// The version in the header of an image for Linux's boot protocol.
fn version(image: &[u8]) -> Option<String> {
    let offset = image.get(0x20e..0x210)?;
    let text = image.get(0x200 + usize::from(u16::from_le_bytes(offset.try_into().ok()?))..)?;
    let end = text.iter().position(|byte| *byte == 0)?;
    String::from_utf8(text.get(..end)?.to_vec()).ok()
}

/// A running machine, which is switched off when dropped.
#[derive(Debug)]
pub(super) struct Machine(Child);

impl Machine {
    /// The output of its console.
    fn watch(&mut self, boot: &Boot<'_>) -> Vec<u8> {
        let Some(mut console) = self.0.stdout.take() else { return Vec::new() };
        let (sender, receiver) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = console.read(&mut buffer) {
                if sender.send(buffer.get(..length).unwrap_or_default().to_vec()).is_err() {
                    break;
                }
            }
        });
        let (mut shown, started) = (Vec::new(), Instant::now());
        while let Some(left) = boot.timeout.checked_sub(started.elapsed()) {
            let Ok(bytes) = receiver.recv_timeout(left) else { break };
            let searched = shown.len().saturating_sub(boot.until.len());
            shown.extend_from_slice(&bytes);
            if contains(shown.get(searched..).unwrap_or_default(), boot.until) {
                break;
            }
        }
        self.switch_off();
        drop(receiver);
        // It ends with the machine.
        let _ = reader.join();
        shown
    }

    fn switch_off(&mut self) {
        // An error means that it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.switch_off();
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

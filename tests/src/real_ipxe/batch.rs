//! Many cases in one boot.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use super::machine::Boot;
use super::word::{NAMES, NUMBERS, PLAIN, SCOPED};
use super::{Case, Difference, RealIpxe, Report, console, simulate};

/// Begins the line that separates cases.
const BEGIN: &str = "@@ case";
/// The line after all cases.
const END: &str = "@@ end";

/// Configures the network.
const NETWORK: &str = "#!ipxe
set net0/ip 10.0.2.15
set net0/netmask 255.255.255.0
ifopen net0
";

/// The maximum time of a boot, without the time of its cases.
const PATIENCE: Duration = Duration::from_mins(2);

/// The text before all cases: the network is configured, and the blocks exist that any of them may create.
fn header() -> String {
    SCOPED.iter().fold(NETWORK.to_owned(), |header, name| header + &format!("clear {name} ||\n"))
}

/// The script that executes the cases with these indices in a batch.
pub(super) fn script(places: Range<usize>) -> Vec<u8> {
    let blocks: String = places.map(block).collect();
    format!("{}{blocks}echo {END}\nsleep 9\n", header()).into_bytes()
}

/// Executes a case, prints its status and its final state, and removes that.
fn block(at: usize) -> String {
    let uri = format!("{}{at}/{}", RealIpxe::SERVER, Case::MAIN);
    let run = format!(
        "echo {BEGIN} {at}\nisset ${{}} ||\nchain --autofree {uri} && echo @ ended || echo @ failed errno=${{errno}}\n"
    );
    let shown = NAMES.iter().map(|name| {
        format!("isset ${{{name}:hexraw}} && echo @ {name} [${{{name}}}] [${{{name}:hexraw}}] ||\n")
    });
    let scoped =
        SCOPED.iter().map(|name| format!("isset ${{{name}:hexraw}} && echo @ {name} [${{{name}}}] ||\n"));
    let cleared =
        NAMES.iter().chain(SCOPED).chain(PLAIN).chain(NUMBERS).map(|name| format!("clear {name} ||\n"));
    let after: String = shown.chain(scoped).chain(cleared).collect();
    run + &after + "menu --delete ||\nmenu --delete --name other ||\nimgfree ||\n"
}

/// Runs cases in real iPXE and in the simulator. Returns the differing ones.
///
/// # Errors
/// If a directory for the files cannot be created, or QEMU cannot be executed.
pub fn judge(ipxe: &RealIpxe, cases: &[Case]) -> io::Result<Vec<Difference>> {
    let real = execute(ipxe, cases)?;
    let compare = |(at, (case, real)): (usize, (&Case, Report))| {
        let (real, simulated) = (real.marked(), simulate(ipxe.build(), at, case).0.marked());
        (real != simulated).then(|| Difference { case: case.clone(), real, simulated })
    };
    Ok(cases.iter().zip(real).enumerate().filter_map(compare).collect())
}

/// Runs cases in real iPXE. After one that never ends, the next boot begins.
///
/// # Errors
/// As [`judge`].
pub fn execute(ipxe: &RealIpxe, cases: &[Case]) -> io::Result<Vec<Report>> {
    let directory = tempfile::tempdir()?;
    for (at, case) in cases.iter().enumerate() {
        let folder = directory.path().join(at.to_string());
        fs::create_dir(&folder)?;
        for (name, content) in &case.files {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().unwrap_or(&folder))?;
            fs::write(file, content)?;
        }
    }
    let mut reports = Vec::new();
    while reports.len() < cases.len() {
        let before = reports.len();
        reports.extend(boot(ipxe, directory.path(), before..cases.len())?);
        if reports.len() == before {
            return Err(io::Error::other("iPXE does not get as far as to the first script"));
        }
    }
    Ok(reports)
}

/// Boots once, for the cases of a range. Returns the reports of those that began.
fn boot(ipxe: &RealIpxe, directory: &Path, places: Range<usize>) -> io::Result<Vec<Report>> {
    let script_file = directory.join("all.ipxe");
    fs::write(&script_file, script(places))?;
    let end = format!("\n{END}");
    let boot = Boot {
        script: &script_file,
        files: directory,
        options: &[],
        until: end.as_bytes(),
        timeout: PATIENCE,
    };
    Ok(reports(&console::lines(&ipxe.boot(&boot)?)))
}

/// Splits the output of a console into the output of each case.
pub(super) fn reports(lines: &[Vec<u8>]) -> Vec<Report> {
    let ended = lines.iter().position(|line| line.starts_with(END.as_bytes()));
    let lines = lines.get(..ended.unwrap_or(lines.len())).unwrap_or_default();
    let mut parts = lines.split(|line| line.starts_with(BEGIN.as_bytes())).skip(1).peekable();
    let mut reports = Vec::new();
    while let Some(part) = parts.next() {
        let complete = ended.is_some() || parts.peek().is_some();
        reports.push(Report::new(part, complete));
    }
    reports
}

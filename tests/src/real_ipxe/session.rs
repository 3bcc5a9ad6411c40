//! Many cases in one boot, one after another on demand, without a console.
//!
//! A web server has the files of the current case. Real iPXE requests a file whose path contains the settings after the
//! case; the response lets it continue with the next case.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ipxe_machine::simulate::{ContextEnvironment, MachineState, Outcome, RunLimits, Simulator};

use super::machine::Machine;
use super::wild::SLOTS;
use super::{Build, Case, Difference, RealIpxe, Report, context};

/// The address of the server for a machine.
const SERVER: &str = "http://10.0.2.2:8765/";
/// The port in it, which can be replaced by another one.
const PORT: &str = "8765";
/// The variable that names another port, so that several can run.
const OTHER_PORT: &str = "IPXE_LINT_REAL_PORT";

/// A text with the port in place of the default.
pub(super) fn with_port(text: &str) -> String {
    std::env::var(OTHER_PORT).map_or_else(|_| text.to_owned(), |port| text.replace(PORT, &port))
}

/// The number of cases per boot.
const CASES: usize = 200;

/// The maximum time of a case.
const PATIENCE: Duration = Duration::from_mins(1);

/// The number of the current execution.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// The number of commands after which a case counts as endless.
const STEPS: usize = 3000;

/// Settings that are read after a case, besides those for results.
const SHOWN: &[&str] = &["a", "b", "c", "n", "x", "hostname", "filename", "s/a", "s/b", "s.t/a", "net0/a"];

/// Configures the network, and creates the blocks that cases may create.
const BOOT: &str = "#!ipxe
set net0/ip 10.0.2.15
set net0/netmask 255.255.255.0
ifopen net0
clear s/a ||
clear s.t/a ||
chain http://10.0.2.2:8765/loop
";

/// Executes a case, and configures the network again.
const LOOP: &str = "#!ipxe
:again
isset ${} ||
chain --autofree http://10.0.2.2:8765/case/main.ipxe && set r0 ${r0} ok || set r0 ${r0} failed ${errno}
set net0/ip 10.0.2.15 ||
set net0/netmask 255.255.255.0 ||
ifopen net0 ||
";

/// Runs after a case: reports the remaining state, and removes it.
fn after(case: &Case) -> String {
    let mut text = "#!ipxe\n".to_owned();
    text += "imgfree ||\nimgfetch --name report http://10.0.2.2:8765/report/<number>";
    let slots = (0..=SLOTS).map(|at| format!("r{at}"));
    let words = words(case);
    let used: Vec<_> = slots.filter(|slot| slot == "r0" || words.contains(slot)).collect();
    let shown = SHOWN.iter().map(|name| (*name).to_owned()).filter(|name| words.contains(name));
    let names = used.iter().cloned().chain(shown);
    text.extend(names.map(|name| format!("/{}={}${{{name}:hexraw}}", hex(name.as_bytes()), "")));
    text += " ||\nimgfree ||\nmenu --delete ||\nmenu --delete --name m ||\nmenu --delete --name other ||\nmenu --delete --name= ||\nvdestroy net0-5 ||\n";
    text.extend(words.iter().chain(&used).map(|word| format!("clear {word} ||\n")));
    with_port(&text)
}

/// The words of a case that may be names of settings that it wrote.
fn words(case: &Case) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = ["c", "n", "r0"].into_iter().map(str::to_owned).collect();
    for content in case.files.values() {
        let text = String::from_utf8_lossy(content);
        let plain = |word: &str| {
            let name = word.split(':').next().unwrap_or_default();
            let fine = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./_-".contains(&byte));
            (fine && !name.is_empty() && name.len() < 40 && !name.starts_with('-')).then(|| name.to_owned())
        };
        words.extend(text.split(|char: char| char.is_ascii_whitespace()).filter_map(plain));
    }
    words
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The report in a path.
fn report(path: &str) -> Report {
    let mut lines = Vec::new();
    for part in path.split('/').filter_map(|part| part.split_once('=')) {
        let decode = |text: &str| -> Vec<u8> {
            let pairs = text.as_bytes().chunks(2);
            pairs.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
        };
        let (name, value) = (decode(part.0), decode(part.1));
        if !value.is_empty() {
            lines.push([&name[..], b" = ", &value].concat());
        }
    }
    Report { lines, complete: true }
}

type BoxedFiles<'f> = Box<dyn FnMut(&[u8]) -> Option<Vec<u8>> + 'f>;

/// The simulator's result for a case, and the outcome of its run.
#[must_use]
pub fn simulate_wild(build: Build, case: &Case) -> (Report, Outcome) {
    let mut limits = RunLimits::default();
    limits.steps = STEPS;
    let asked = Rc::new(RefCell::new(None));
    let reported = Rc::clone(&asked);
    let after = after(case).into_bytes();
    let files = |path: &[u8]| {
        let path = String::from_utf8_lossy(path);
        if path.starts_with("report") {
            *reported.borrow_mut() = Some(path.into_owned());
            return None;
        }
        file(&path, &case.files, &after)
    };
    let nothing = |_: &[u8]| None;
    let machine = MachineState::new(context().initial_settings(&build.catalog()));
    let files: BoxedFiles<'_> = Box::new(files);
    let environment = ContextEnvironment::new(context())
        .with_files(Box::new(nothing) as BoxedFiles<'_>)
        .serving(with_port(SERVER), files);
    let run = Simulator::new(machine, environment).with_limits(limits).run(with_port(BOOT).as_bytes());
    let path = asked.borrow_mut().take();
    (path.map(|path| report(&path)).unwrap_or_default(), run.outcome)
}

/// A file of the server.
fn file(path: &str, case: &BTreeMap<String, Vec<u8>>, after: &[u8]) -> Option<Vec<u8>> {
    let path = path.trim_start_matches('/');
    match path {
        "loop" => Some(with_port(&format!("{LOOP}chain --autofree {SERVER}after ||\n")).into_bytes()),
        "again" => Some(
            with_port(&format!("{LOOP}chain --autofree {SERVER}after || reboot\ngoto again\n")).into_bytes(),
        ),
        "after" => Some(after.to_vec()),
        _ => case.get(path.strip_prefix("case/")?).cloned(),
    }
}

/// The current files of the server.
#[derive(Debug, Default)]
struct Served {
    case: BTreeMap<String, Vec<u8>>,
    after: Vec<u8>,
}

/// Real iPXE, which executes cases one after another.
#[derive(Debug)]
pub struct Session<'i> {
    ipxe: &'i RealIpxe,
    served: Arc<Mutex<Served>>,
    reports: Receiver<Asked>,
    machine: Option<Machine>,
    /// Lets real iPXE continue.
    go_on: Option<Sender<()>>,
    ran: usize,
}

/// A machine's request, and the way to let it continue.
type Asked = (String, Sender<()>);

/// The files of the server, and the receiver of its requests.
type Server = (Arc<Mutex<Served>>, Arc<Mutex<Sender<Asked>>>);

/// The only server, which outlives sessions.
static SERVER_STATE: Mutex<Option<Server>> = Mutex::new(None);

impl<'i> Session<'i> {
    /// Starts the server.
    ///
    /// # Errors
    /// If the port is in use.
    ///
    /// # Panics
    /// Never.
    pub fn new(ipxe: &'i RealIpxe) -> io::Result<Self> {
        let (sender, reports) = mpsc::channel();
        let mut state = SERVER_STATE.lock().expect("a lock");
        if state.is_none() {
            let listener = TcpListener::bind(with_port("127.0.0.1:8765"))?;
            let served = Arc::new(Mutex::new(Served::default()));
            let current = Arc::new(Mutex::new(sender.clone()));
            *state = Some((Arc::clone(&served), Arc::clone(&current)));
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (served, current) = (Arc::clone(&served), Arc::clone(&current));
                    std::thread::spawn(move || drop(serve(&stream, &served, &current)));
                }
            });
        }
        let (served, current) = state.as_ref().expect("it was set");
        *current.lock().expect("a lock") = sender;
        Ok(Self { ipxe, served: Arc::clone(served), reports, machine: None, go_on: None, ran: 0 })
    }

    /// Runs cases in real iPXE and in the simulator. Returns the differing ones.
    ///
    /// # Errors
    /// If QEMU cannot be executed.
    pub fn judge(&mut self, cases: &[Case]) -> io::Result<Vec<Difference>> {
        let mut differences = Vec::new();
        for case in cases {
            let both = self.compare(case)?;
            if both.real != both.simulated {
                differences.push(both);
            }
        }
        Ok(differences)
    }

    /// The results of real iPXE and of the simulator for a case.
    ///
    /// # Errors
    /// If QEMU cannot be executed.
    pub fn compare(&mut self, case: &Case) -> io::Result<Difference> {
        let real = self.execute(case)?;
        let simulated = simulate_wild(self.ipxe.build(), case).0;
        Ok(Difference { case: case.clone(), real, simulated })
    }

    fn execute(&mut self, case: &Case) -> io::Result<Report> {
        // A late report must not be used for the next case.
        let number = NUMBER.fetch_add(1, Ordering::Relaxed).to_string();
        let after = after(case).replace("<number>", &number).into_bytes();
        *self.served.lock().expect("a lock") = Served { case: case.files.clone(), after };
        match self.go_on.take() {
            Some(go_on) if self.ran < CASES => drop(go_on.send(())),
            _ => {
                self.ran = 0;
                self.machine = None;
                let directory = tempfile::tempdir()?;
                let boot = directory.path().join("boot.ipxe");
                fs::write(&boot, with_port(BOOT).replace("/loop", "/again"))?;
                while self.reports.try_recv().is_ok() {}
                self.machine = Some(self.ipxe.boot_silently(&boot)?);
                // QEMU has read it by then.
                let _ = directory.keep();
            }
        }
        self.ran += 1;
        let started = Instant::now();
        while let Some(left) = PATIENCE.checked_sub(started.elapsed()) {
            let Ok((path, go_on)) = self.reports.recv_timeout(left) else { break };
            if path.split('/').nth(2) == Some(&number) {
                self.go_on = Some(go_on);
                return Ok(report(&path));
            }
        }
        self.machine = None;
        Ok(Report::default())
    }
}

fn serve(mut stream: &TcpStream, served: &Mutex<Served>, reports: &Mutex<Sender<Asked>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(request) = lines.next() {
        let request = request?;
        for line in lines.by_ref() {
            if line?.is_empty() {
                break;
            }
        }
        let path = request.split(' ').nth(1).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        if path.starts_with("/report") {
            let (go_on, wait) = mpsc::channel();
            drop(reports.lock().expect("a lock").send((path.to_owned(), go_on)));
            if wait.recv().is_err() {
                return Ok(());
            }
        }
        let decoded = decode(path);
        let content = {
            let served = served.lock().expect("a lock");
            file(&decoded, &served.case, &served.after)
        };
        let answer = match content {
            Some(content) => {
                [format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", content.len()).as_bytes(), &content]
                    .concat()
            }
            None => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
        };
        stream.write_all(&answer)?;
    }
    Ok(())
}

/// A percent-decoded path, with multiple slashes reduced to one.
fn decode(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).filter(|_| first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
        if !(first == b'/' && bytes.last() == Some(&b'/')) {
            bytes.push(byte.unwrap_or(first));
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

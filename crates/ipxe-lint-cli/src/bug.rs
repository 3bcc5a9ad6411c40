//! What somebody sees who meets a bug in this program.

use std::{
    cell::RefCell,
    io::{self, Write},
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    process,
};

use crate::{failure::shown, outcome::Outcome};

thread_local! {
    static SCRIPT: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Does something with a script, which is named should that be where a bug shows.
pub(crate) fn while_at<T>(script: &Path, work: impl FnOnce() -> T) -> T {
    SCRIPT.replace(Some(script.to_path_buf()));
    let done = work();
    SCRIPT.take();
    done
}

/// Has bugs reported by name of the script, and the run end as one that could not do its job.
pub(crate) fn report_bugs() {
    panic::set_hook(Box::new(|info| {
        // There is no way to report it if that fails, too.
        let _ = write(&mut io::stderr().lock(), info);
        process::exit(Outcome::CouldNot as i32);
    }));
}

fn write(out: &mut dyn Write, info: &PanicHookInfo<'_>) -> io::Result<()> {
    writeln!(out, "error: this is a bug in ipxe-lint {}", env!("CARGO_PKG_VERSION"))?;
    let script = SCRIPT.try_with(|script| script.try_borrow().ok().and_then(|script| script.clone()));
    if let Some(script) = script.ok().flatten() {
        writeln!(out, "  it shows in `{}`", shown(&script))?;
    }
    writeln!(out, "  {}", ipxe_lint::printable(&info.to_string()))?;
    writeln!(out, "  please report it, with the script if you can: {}/issues", env!("CARGO_PKG_REPOSITORY"))
}

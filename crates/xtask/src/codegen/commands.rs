//! Commands and their forms.

use serde_json::Value;

use super::pool::Pool;
use super::rust::{list, string, strings, type_name};
use super::source::{Facts, array, field, flag, per_release, text, texts};
use super::{CodegenError, Result, build, roles};

const HEADER: &str = "use crate::{Actions, Alternative, ArchSet, Arch, Argument, Build, CommandForm, CommandSpec, \
                      Effects, Fails, Implementation, Linkage, MachineSet, OptionSpec, PlatformSet, Platform, Repeat, \
                      Returns, Role, Takes, Tested};\n\n";

struct Pools<'a> {
    facts: &'a Facts,
    builds: Pool,
    effects: Pool,
    forms: Pool,
}

pub(super) fn generate(facts: &Facts) -> Result<String> {
    let mut pools = Pools {
        facts,
        builds: build::pool(),
        effects: Pool::new("EFFECTS", "Effects"),
        forms: Pool::new("FORM", "CommandForm"),
    };
    let mut rows = Vec::new();
    for (name, row) in facts.rows("commands", "commands", "name")? {
        let forms = per_release(row, |release, entry| {
            let form = form(&mut pools, row, name, release, entry)?;
            Ok(pools.forms.reference(form, name, release))
        })?;
        rows.push(format!(
            "CommandSpec {{ name: {name:?}, summary: {}, notes: {}, forms: {forms} }}",
            string(text(row, "summary")?),
            strings(&texts(row, "notes")?),
        ));
    }
    let constants = pools.builds.into_text() + &pools.effects.into_text() + &pools.forms.into_text();
    let table = format!("/// By name.\npub(crate) static COMMANDS: &[CommandSpec] = {};\n", list(rows));
    Ok(format!("{HEADER}{table}{constants}"))
}

fn form(pools: &mut Pools<'_>, row: &Value, name: &str, release: &str, entry: &Value) -> Result<String> {
    let implementation = text(entry, "implementation")?;
    let roles = roles::of(pools.facts, implementation)?;
    let arguments = array(field(entry, "arguments")?)?.iter().map(|one| roles::argument(roles, one));
    let arguments = arguments.collect::<Result<Vec<_>>>()?;
    let mut options = array(field(entry, "options")?)?.iter().collect::<Vec<_>>();
    options.sort_by_key(|option| option.get("long").and_then(Value::as_str));
    let options =
        options.into_iter().map(|one| option(pools.facts, roles, one)).collect::<Result<Vec<_>>>()?;
    let build = build::build(&mut pools.builds, row, name, release, entry)?;
    let effects = pools.effects.reference(roles::effects(roles)?, implementation, "");
    Ok(format!(
        "CommandForm {{ implementation: Implementation::{}, min_args: {}, max_args: {}, arguments: {}, options: {}, \
         effects: {effects}, build: {build}, understands_help: {}, reads_arguments_on: {} }}",
        type_name(implementation),
        field(entry, "min_args")?,
        most(entry)?,
        list(arguments),
        list(options),
        flag(entry, "understands_help_option")?,
        roles::reads_arguments_on(roles)?,
    ))
}

fn most(entry: &Value) -> Result<String> {
    let most = field(entry, "max_args")?;
    match (most, flag(entry, "max_unlimited")?) {
        (Value::Null, true) => Ok("None".to_owned()),
        (Value::Number(most), false) => Ok(format!("Some({most})")),
        _ => Err(CodegenError::Data(format!("limited or not: {entry}"))),
    }
}

fn option(facts: &Facts, roles: &Value, option: &Value) -> Result<String> {
    let short = match option.get("short").and_then(Value::as_str) {
        Some(letter) => format!("Some(b{:?})", letter.chars().next().unwrap_or_default()),
        None => "None".to_owned(),
    };
    let takes = match text(option, "arg")? {
        "none" => "Nothing",
        "required" => "Required",
        "optional" => "Optional",
        other => return Err(CodegenError::Data(format!("an option's value is `{other}`"))),
    };
    Ok(format!(
        "OptionSpec {{ long: {:?}, short: {short}, takes: Takes::{takes}, role: Role::{} }}",
        text(option, "long")?,
        roles::option(facts, roles, option)?,
    ))
}

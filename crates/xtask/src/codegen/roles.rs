//! `roles.json`: the meanings and effects of commands, which are not in the facts about releases.

use serde_json::Value;

use super::rust::{list, strings, type_name};
use super::source::{Facts, array, as_text, field, text, texts};
use super::{CodegenError, Result};

/// The entry of an implementation.
pub(super) fn of<'a>(facts: &'a Facts, implementation: &str) -> Result<&'a Value> {
    field(facts.get("roles", "implementations")?, implementation)
}

/// An `Argument`, from the usage text's entry and the role of that name.
pub(super) fn argument(roles: &Value, argument: &Value) -> Result<String> {
    let name = text(argument, "name")?;
    let (optional, repeats) = (field(argument, "optional")?, field(argument, "repeat")? == true);
    let entry = field(field(roles, "arguments")?, name)?;
    let (role, repeat) = match entry {
        Value::Array(parts) => match parts.as_slice() {
            [role, repeat] => (as_text(role)?, as_text(repeat)?),
            _ => return Err(CodegenError::Data(format!("neither role nor role and repeat: {entry}"))),
        },
        _ => (as_text(entry)?, if repeats { "Each" } else { "Once" }),
    };
    Ok(format!(
        "Argument {{ name: {name:?}, role: Role::{role}, optional: {optional}, repeat: Repeat::{repeat} }}"
    ))
}

/// The role of an option: its own, or otherwise the one that follows from the form of its value.
pub(super) fn option<'a>(facts: &'a Facts, roles: &'a Value, option: &Value) -> Result<&'a str> {
    match field(roles, "options")?.get(text(option, "long")?) {
        Some(role) => as_text(role),
        None => text(facts.get("roles", "readers")?, text(option, "parser")?),
    }
}

/// The platforms on which an implementation reads its arguments.
pub(super) fn reads_arguments_on(roles: &Value) -> Result<String> {
    if roles.get("reads_arguments_on").is_none() {
        return Ok("PlatformSet::ALL".to_owned());
    }
    let platforms = texts(roles, "reads_arguments_on")?;
    let platforms = platforms.into_iter().map(|name| format!("Platform::{}", type_name(name)));
    Ok(format!("PlatformSet::of({})", list(platforms)))
}

/// The `Effects` of an implementation.
pub(super) fn effects(roles: &Value) -> Result<String> {
    if array(field(roles, "source")?)?.is_empty() {
        return Err(CodegenError::Data(format!("no source: {roles}")));
    }
    let actions = texts(roles, "actions")?.into_iter().map(|action| format!("Actions::{action}"));
    let actions =
        actions.reduce(|all, one| format!("{all}.union({one})")).unwrap_or("Actions::NONE".to_owned());
    Ok(format!(
        "Effects {{ fails: Fails::{}, returns: Returns::{}, tested: Tested::{}, actions: {}, reads: {}, writes: {} }}",
        text(roles, "fails")?,
        text(roles, "returns")?,
        text(roles, "tested")?,
        actions,
        strings(&texts(roles, "reads")?),
        strings(&texts(roles, "writes")?),
    ))
}

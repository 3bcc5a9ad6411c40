//! Runs of the command: what it prints, where, and how it ends.

mod adoption;
mod banner;
mod check;
mod config_command;
mod config_files;
mod configured;
mod context;
mod documents;
mod failures;
mod fixes;
mod fmt;
mod formats;
mod inputs;
mod one_world;
mod other_commands;
mod packaging;
mod plan;
mod profile;
mod project;
mod resolve;
mod run;
mod samples;
mod support;
mod suppressions;
mod test;
mod watch;

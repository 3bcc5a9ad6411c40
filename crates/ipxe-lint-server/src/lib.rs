//! A language server for iPXE scripts.
//!
//! [`serve`] answers a client over a [`Connection`]: it reports findings while a script is being written, and answers
//! requests about a position in a script. It reads only configuration files and the files that these name, and writes
//! no files.
//!
//! All answers come from the libraries that the command uses, too. Findings are those of `ipxe-lint check` on the open
//! files.
#![forbid(unsafe_code)]

mod actions;
mod analysis;
mod availability;
mod calls;
mod capabilities;
mod checker;
mod client;
mod completion;
mod configuration;
mod diagnostics;
mod documents;
mod edits;
mod embedded;
mod folding;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod links;
mod names;
mod navigation;
mod outbox;
mod positions;
mod project;
mod pull;
mod rename;
mod requests;
mod sections;
mod session;
mod settings;
mod signature;
mod snapshot;
mod spot;
mod symbols;
#[cfg(test)]
mod testing;
mod tokens;
mod uris;
mod values;
mod world;

/// Messages to and from a client.
pub use lsp_server::Connection;

pub use session::serve;

/// Serves a client over standard input and output. Nothing else is written to them, not even on errors.
///
/// # Errors
/// If the client violates the protocol, or its messages cannot be read.
pub fn serve_stdio() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    std::panic::set_hook(Box::new(|_| ()));
    let (connection, threads) = Connection::stdio();
    serve(&connection)?;
    // The threads end when the channels are closed.
    drop(connection);
    threads.join()?;
    Ok(())
}

//! A language server for iPXE scripts.
//!
//! [`serve`] answers a client over a [`Connection`]: it reports findings while a script is written, and knows what a script
//! means at each place. It reads no file but configurations and what these name, and writes nothing.
//!
//! All that it says of a script comes from the same libraries as what the command says; findings are those of
//! `ipxe-lint check` with the files that are open.
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

/// Serves a client over standard input and output. Nothing else is written, not even if something goes wrong.
///
/// # Errors
/// If the client does not follow the protocol, or its messages cannot be read.
pub fn serve_stdio() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    std::panic::set_hook(Box::new(|_| ()));
    let (connection, threads) = Connection::stdio();
    serve(&connection)?;
    // The threads end with the channels.
    drop(connection);
    threads.join()?;
    Ok(())
}

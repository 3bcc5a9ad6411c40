//! Facts about a machine and its network.

mod build;
mod dhcp;
mod error;
mod hardware_address;
mod http;
mod interface;
mod machine;
mod network;
mod responses;
mod secrets;
mod table;
mod value;

#[cfg(feature = "serde")]
mod data;
#[cfg(feature = "schema")]
pub(crate) mod schema;

pub use dhcp::DhcpAnswer;
pub use error::ContextError;
pub use hardware_address::HardwareAddress;
pub use http::HttpServer;
pub use interface::{Interface, Link};
pub use machine::Machine;
pub use network::NetworkContext;
pub use responses::{Response, Responses};
pub use secrets::Secrets;
pub use value::ContextValue;

#[cfg(feature = "serde")]
pub(crate) use data::settings as settings_table;
#[cfg(feature = "serde")]
pub(crate) use responses::over;

#[cfg(test)]
mod tests;

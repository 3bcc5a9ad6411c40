//! Messages to the client.

use gen_lsp_types::{self as lsp, MessageType, Notification as _, ShowMessageParams};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde::Serialize;

/// Sends messages to the client. Errors are ignored: they only occur when the client has closed the connection.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    /// The sending end of the connection to the client.
    send: Send,
}

type Send = crossbeam_channel::Sender<Message>;

impl Outbox {
    pub(crate) fn new(send: Send) -> Self {
        Self { send }
    }

    pub(crate) fn respond(&self, response: Response) {
        let _ = self.send.send(response.into());
    }

    pub(crate) fn notify<N: lsp::Notification>(&self, params: N::Params) {
        self.notify_by_name(N::METHOD.as_str(), params);
    }

    fn notify_by_name(&self, method: &str, params: impl Serialize) {
        let _ = self.send.send(Notification::new(method.to_owned(), params).into());
    }

    pub(crate) fn request<R: lsp::Request>(&self, id: &str, params: R::Params) {
        let id = RequestId::from(id.to_owned());
        let _ = self.send.send(Request::new(id, R::METHOD.as_str().to_owned(), params).into());
    }

    /// Shows a problem to the user.
    pub(crate) fn show(&self, message: String) {
        let params = ShowMessageParams { kind: MessageType::Warning, message };
        self.notify::<lsp::ShowMessageNotification>(params);
    }

    /// Writes to the log of the client.
    pub(crate) fn log(&self, message: String) {
        let params = lsp::LogMessageParams { kind: MessageType::Error, message };
        self.notify_by_name(lsp::LogMessageNotification::METHOD.as_str(), params);
    }
}

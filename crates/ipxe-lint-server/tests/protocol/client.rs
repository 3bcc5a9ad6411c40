//! A client that is controlled by a test.

use std::{
    path::Path,
    thread::{self, JoinHandle},
    time::Duration,
};

use ipxe_lint_server::{Connection, serve};
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

/// The maximum time to wait for an answer. It is exceeded only if the server hangs.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<()>>,
    requests: i32,
    /// The capabilities of the server.
    pub(crate) capabilities: Value,
    /// Messages received while waiting for another one.
    early: Vec<Message>,
}

impl Client {
    /// A client that reports only its folder.
    pub(crate) fn plain(folder: &Path) -> Self {
        Self::new(&json!({ "rootUri": uri(folder), "capabilities": {} }))
    }

    pub(crate) fn new(params: &Value) -> Self {
        let (server, client) = Connection::memory();
        let server = thread::spawn(move || serve(&server).expect("the protocol is followed"));
        let (connection, server) = (Some(client), Some(server));
        let mut client =
            Self { connection, server, requests: 0, capabilities: Value::Null, early: Vec::new() };
        client.capabilities = client.request("initialize", params).expect("an answer")["capabilities"].take();
        client.notify("initialized", json!({}));
        client
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a connection")
    }

    fn send(&self, message: impl Into<Message>) {
        self.connection().sender.send(message.into()).expect("the server is there");
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    pub(crate) fn respond(&self, request: &Request, result: Value) {
        self.send(Response::new_ok(request.id.clone(), result));
    }

    /// The answer to a request, or the message of its error.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.requests += 1;
        let id = lsp_server::RequestId::from(self.requests);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        let answer = self.wait(|message| match message {
            Message::Response(response) if response.id == id => Some(response.response_result.clone()),
            _ => None,
        });
        answer.map_err(|error| error.message)
    }

    /// The first message that matches; others are kept.
    pub(crate) fn wait<T>(&mut self, wanted: impl Fn(&Message) -> Option<T>) -> T {
        if let Some(at) = self.early.iter().position(|message| wanted(message).is_some()) {
            return wanted(&self.early.remove(at)).expect("it was wanted");
        }
        loop {
            let message = self.connection().receiver.recv_timeout(PATIENCE).expect("a message");
            match wanted(&message) {
                Some(found) => return found,
                None => self.early.push(message),
            }
        }
    }

    /// The next notification with this method.
    pub(crate) fn next(&mut self, method: &str) -> Value {
        self.wait(|message| match message {
            Message::Notification(sent) if sent.method == method => Some(sent.params.clone()),
            _ => None,
        })
    }

    /// The next request of the server with this method.
    pub(crate) fn asked(&mut self, method: &str) -> Request {
        self.wait(|message| match message {
            Message::Request(sent) if sent.method == method => Some(sent.clone()),
            _ => None,
        })
    }

    /// The number of messages with this method received so far.
    pub(crate) fn all_so_far(&self, method: &str) -> usize {
        let is_meant =
            |message: &&Message| matches!(message, Message::Notification(sent) if sent.method == method);
        self.early.iter().filter(is_meant).count()
    }

    pub(crate) fn open(&self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "ipxe", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn change(&self, path: &Path, version: i32, changes: &Value) {
        let document = json!({ "uri": uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings in one version of a text.
    pub(crate) fn findings(&mut self, path: &Path, version: i32) -> Vec<Value> {
        let uri = uri(path);
        let mut sent = self.wait(|message| match message {
            Message::Notification(sent)
                if sent.method == "textDocument/publishDiagnostics"
                    && sent.params["uri"] == uri
                    && sent.params["version"] == version =>
            {
                Some(sent.params.clone())
            }
            _ => None,
        });
        sent["diagnostics"].as_array_mut().expect("a list").drain(..).collect()
    }

    /// The rules with findings in one version of a text.
    pub(crate) fn rules(&mut self, path: &Path, version: i32) -> Vec<String> {
        let findings = self.findings(path, version);
        findings.iter().map(|finding| finding["code"].as_str().unwrap_or("-").to_owned()).collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        self.request("shutdown", &Value::Null).expect("an answer");
        self.notify("exit", Value::Null);
        self.server.take().expect("a server").join().expect("no panic");
        drop(self.connection.take());
    }
}

pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

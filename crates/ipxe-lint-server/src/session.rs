//! A session with a client, from its first message to its last.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use gen_lsp_types::{self as lsp, Notification as _, Uri};
use lsp_server::{Connection, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    analysis::Analysis,
    capabilities::{capabilities, routes, watchers},
    checker::Checker,
    client::Client,
    configuration::Configuration,
    documents::Documents,
    outbox::Outbox,
    requests::Requests,
    settings::{SECTION, Settings},
    snapshot::Snapshot,
    uris::path_of,
    world::World,
};

/// The ID of the request for the client's settings.
const ASKED: &str = "settings";

/// Serves a client until it ends the session or disconnects.
///
/// # Errors
/// If the client violates the protocol at the beginning or the end of the session.
pub fn serve(connection: &Connection) -> Result<(), ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let client = Client::new(&params);
    connection.initialize_finish(
        id,
        json!({
            "capabilities": capabilities(&client),
            "serverInfo": { "name": "ipxe-lint", "version": env!("CARGO_PKG_VERSION") },
        }),
    )?;
    let mut session = Session::new(connection, client, &params);
    session.begin();
    for message in &connection.receiver {
        match message {
            Message::Request(request) if connection.handle_shutdown(&request)? => break,
            Message::Request(request) => session.request(request),
            Message::Notification(notification) => session.notification(notification),
            Message::Response(response) => session.response(response),
        }
    }
    session.end();
    Ok(())
}

struct Session {
    outbox: Outbox,
    client: Arc<Client>,
    configuration: Configuration,
    documents: Documents,
    /// The texts as of their last use.
    snapshots: HashMap<String, Arc<Snapshot>>,
    checker: Arc<Mutex<Checker>>,
    analysis: Analysis,
    requests: Requests,
    /// The messages already shown to the user.
    shown: Vec<String>,
}

impl Session {
    fn new(connection: &Connection, client: Client, params: &Value) -> Self {
        let outbox = Outbox::new(connection.sender.clone());
        let given = params.pointer("/initializationOptions").unwrap_or(&Value::Null);
        let read = Settings::read(given);
        let wrong = read.as_ref().err().cloned();
        let mut session = Self {
            analysis: Analysis::start(outbox.clone()),
            requests: Requests::start(routes(), outbox.clone()),
            outbox,
            client: Arc::new(client),
            configuration: Configuration::new(read.unwrap_or_default(), folder(params)),
            documents: Documents::default(),
            snapshots: HashMap::new(),
            checker: Arc::default(),
            shown: Vec::new(),
        };
        if let Some(wrong) = wrong {
            session.show_wrong_settings(&wrong);
        }
        session
    }

    /// Registers the file watchers and requests the settings, if the client supports these.
    fn begin(&mut self) {
        if self.client.watches {
            self.outbox.request::<lsp::RegistrationRequest>("watchers", watchers());
        }
        self.ask_for_settings();
    }

    fn ask_for_settings(&self) {
        if self.client.has_settings {
            let item = lsp::ConfigurationItem { section: Some(SECTION.to_owned()), ..Default::default() };
            self.outbox
                .request::<lsp::ConfigurationRequest>(ASKED, lsp::ConfigurationParams { items: vec![item] });
        }
    }

    fn end(self) {
        self.requests.finish();
        self.analysis.finish();
    }

    fn request(&mut self, request: Request) {
        let world = self.world();
        self.requests.answer(request, world);
        self.show_problems();
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if method == lsp::DidOpenTextDocumentNotification::METHOD.as_str() {
            self.when::<lsp::DidOpenTextDocumentNotification>(params, Self::opened);
        } else if method == lsp::DidChangeTextDocumentNotification::METHOD.as_str() {
            self.when::<lsp::DidChangeTextDocumentNotification>(params, Self::changed);
        } else if method == lsp::DidCloseTextDocumentNotification::METHOD.as_str() {
            self.when::<lsp::DidCloseTextDocumentNotification>(params, Self::closed);
        } else if method == lsp::DidSaveTextDocumentNotification::METHOD.as_str()
            || method == lsp::DidChangeWatchedFilesNotification::METHOD.as_str()
        {
            // Clients that watch no files at least report when they save one.
            self.reload(None);
        } else if method == lsp::DidChangeConfigurationNotification::METHOD.as_str() {
            self.when::<lsp::DidChangeConfigurationNotification>(params, |session, params| {
                session.settings_changed(&params);
            });
        } else if method == lsp::CancelNotification::METHOD.as_str()
            && let Some(id) = params.get("id").and_then(|id| serde_json::from_value(id.clone()).ok())
        {
            self.requests.cancel(&id);
        }
    }

    /// Handles a notification whose parameters are valid.
    fn when<N: lsp::Notification>(&mut self, params: Value, act: fn(&mut Self, N::Params))
    where
        N::Params: DeserializeOwned,
    {
        match serde_json::from_value(params) {
            Ok(params) => act(self, params),
            Err(error) => self.outbox.log(format!("{} was not understood: {error}", N::METHOD.as_str())),
        }
    }

    fn opened(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        self.documents.open(params.text_document);
        self.check(Some(uri));
    }

    fn changed(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { version, text_document_identifier } = params.text_document;
        let uri = text_document_identifier.uri;
        self.documents.change(&uri, version, params.content_changes, self.client.unit);
        self.check(Some(uri));
    }

    fn closed(&mut self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.snapshots.remove(&uri.0);
        if self.documents.close(&uri).is_some() && !self.client.pulls {
            let params = lsp::PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() };
            self.outbox.notify::<lsp::PublishDiagnosticsNotification>(params);
        }
        self.check(None);
    }

    fn settings_changed(&mut self, params: &lsp::DidChangeConfigurationParams) {
        // Clients that support requests for settings send nothing here, or settings of other programs.
        if self.client.has_settings {
            self.ask_for_settings();
        } else {
            self.set(&params.settings);
        }
    }

    fn response(&mut self, response: Response) {
        if response.id != RequestId::from(ASKED.to_owned()) {
            return;
        }
        let answer = response.response_result.ok();
        let sent = answer.as_ref().and_then(|answer| answer.get(0)).filter(|sent| !sent.is_null());
        if let Some(sent) = sent {
            self.set(&sent.clone());
        }
    }

    /// Uses the client's settings. Invalid ones are shown, and the previous ones stay in effect.
    fn set(&mut self, sent: &Value) {
        match Settings::read(sent) {
            Ok(settings) => self.reload(Some(settings)),
            Err(wrong) => self.show_wrong_settings(&wrong),
        }
    }

    fn reload(&mut self, settings: Option<Settings>) {
        self.configuration.reload(settings);
        self.snapshots.clear();
        self.check(None);
        if self.client.pulls && self.client.refreshes {
            self.outbox.request::<lsp::DiagnosticRefreshRequest>("refresh", ());
        }
        if self.client.refreshes_lenses {
            self.outbox.request::<lsp::CodeLensRefreshRequest>("refresh-lenses", ());
        }
    }

    /// Checks the open texts, and shows problems with configurations.
    fn check(&mut self, first: Option<Uri>) {
        let world = self.world();
        if !self.client.pulls {
            self.analysis.check(world, first);
        }
        self.show_problems();
    }

    /// The current state of the open texts.
    fn world(&mut self) -> World {
        let configuration = &mut self.configuration;
        let mut texts = Vec::new();
        for open in self.documents.iter() {
            let known = self.snapshots.get(&open.uri.0).filter(|known| known.version == open.version);
            let known = known.filter(|known| Arc::ptr_eq(&known.text, &open.text)).map(Arc::clone);
            texts.push(known.unwrap_or_else(|| {
                let checks = configuration.checks(&open.path);
                let snapshot = Arc::new(Snapshot {
                    uri: open.uri.clone(),
                    version: open.version,
                    is_script: open.is_script || checks.is_script,
                    path: open.path.clone(),
                    text: Arc::clone(&open.text),
                    options: checks.options,
                    scope: checks.scope,
                    unit: self.client.unit,
                });
                self.snapshots.insert(open.uri.0.clone(), Arc::clone(&snapshot));
                snapshot
            }));
        }
        World {
            texts: texts.into(),
            client: Arc::clone(&self.client),
            most_findings: self.configuration.settings().most_findings(),
            checker: Arc::clone(&self.checker),
        }
    }

    fn show_wrong_settings(&mut self, wrong: &str) {
        self.show_once(format!("ipxe-lint: the settings `{SECTION}` cannot be used: {wrong}"));
    }

    fn show_problems(&mut self) {
        for problem in self.configuration.take_problems() {
            self.show_once(format!("ipxe-lint: {problem}"));
        }
    }

    fn show_once(&mut self, message: String) {
        if !self.shown.contains(&message) {
            self.outbox.show(message.clone());
            self.shown.push(message);
        }
    }
}

/// The working directory of the client.
fn folder(params: &Value) -> PathBuf {
    let folder = params.pointer("/workspaceFolders/0/uri").or_else(|| params.pointer("/rootUri"));
    let by_uri = folder.and_then(Value::as_str).and_then(|uri| path_of(&uri.into()));
    let by_path = || params.pointer("/rootPath").and_then(Value::as_str).map(PathBuf::from);
    by_uri.or_else(by_path).or_else(|| std::env::current_dir().ok()).unwrap_or_default()
}

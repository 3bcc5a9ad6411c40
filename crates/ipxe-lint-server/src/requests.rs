//! Answering requests on a separate thread, so that changes of texts are received meanwhile.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
};

use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Request, RequestId, Response};
use serde_json::Value;

use crate::{outbox::Outbox, world::World};

/// Why a request is refused, as shown to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) String);

/// The answer to a request.
pub(crate) type Answer<T> = Result<T, Refusal>;

/// A function that answers a request.
type Handler = Box<dyn Fn(&World, Value) -> Result<Value, (ErrorCode, String)> + Send>;

/// The supported requests.
#[derive(Default)]
pub(crate) struct Routes(Vec<(&'static str, Handler)>);

impl Routes {
    /// Registers a function that answers a kind of request.
    #[must_use]
    pub(crate) fn on<R: lsp::Request>(self, answer: fn(&World, &R::Params) -> R::Result) -> Self {
        self.with::<R>(move |world, params| Ok(answer(world, params)))
    }

    /// Registers a function that always has an answer to a kind of request.
    #[must_use]
    pub(crate) fn on_always<R, T>(self, answer: fn(&World, &R::Params) -> T) -> Self
    where
        R: lsp::Request<Result = Option<T>>,
        T: 'static,
    {
        self.with::<R>(move |world, params| Ok(Some(answer(world, params))))
    }

    /// Registers a function that may refuse a kind of request.
    #[must_use]
    pub(crate) fn on_refusable<R: lsp::Request>(
        self,
        answer: fn(&World, &R::Params) -> Answer<R::Result>,
    ) -> Self {
        self.with::<R>(answer)
    }

    fn with<R: lsp::Request>(
        mut self,
        answer: impl Fn(&World, &R::Params) -> Answer<R::Result> + Send + 'static,
    ) -> Self {
        let handler: Handler = Box::new(move |world, params| {
            let params = serde_json::from_value(params);
            let params = params.map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
            let result = answer(world, &params).map_err(|refusal| (ErrorCode::RequestFailed, refusal.0))?;
            serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
        });
        self.0.push((R::METHOD.as_str(), handler));
        self
    }

    /// The answer to a request. If the handler panics, the answer is an error, and later requests are still answered.
    fn answer(&self, world: &World, request: Request) -> Response {
        let Request { id, method, params } = request;
        let Some((_, handler)) = self.0.iter().find(|(name, _)| *name == method) else {
            return error(id, ErrorCode::MethodNotFound, format!("`{method}` is not supported"));
        };
        match catch_unwind(AssertUnwindSafe(|| handler(world, params))) {
            Ok(Ok(result)) => Response::new_ok(id, result),
            Ok(Err((code, message))) => error(id, code, message),
            Err(_) => {
                error(id, ErrorCode::InternalError, format!("`{method}` failed: this is a bug of ipxe-lint"))
            }
        }
    }
}

fn error(id: RequestId, code: ErrorCode, message: String) -> Response {
    Response::new_err(id, code as i32, message)
}

/// The requests that have no answer yet, and whether the client still wants one.
type Open = Arc<Mutex<HashMap<RequestId, bool>>>;

/// A thread that answers requests in order.
#[derive(Debug)]
pub(crate) struct Requests {
    send: Sender<(Request, World)>,
    open: Open,
    thread: JoinHandle<()>,
}

impl Requests {
    pub(crate) fn start(routes: Routes, outbox: Outbox) -> Self {
        let (send, receive) = channel();
        let open = Open::default();
        let seen = Arc::clone(&open);
        let thread = thread::spawn(move || run(&routes, &outbox, &receive, &seen));
        Self { send, open, thread }
    }

    pub(crate) fn answer(&self, request: Request, world: World) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(request.id.clone(), true);
        // A thread that has ended answers nothing.
        let _ = self.send.send((request, world));
    }

    /// Marks a request as cancelled.
    pub(crate) fn cancel(&self, id: &RequestId) {
        if let Some(is_wanted) = self.open.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            *is_wanted = false;
        }
    }

    /// Waits until all requests are answered.
    pub(crate) fn finish(self) {
        drop(self.send);
        let _ = self.thread.join();
    }
}

fn run(routes: &Routes, outbox: &Outbox, requests: &Receiver<(Request, World)>, open: &Open) {
    while let Ok((request, world)) = requests.recv() {
        let is_wanted = open.lock().unwrap_or_else(PoisonError::into_inner).remove(&request.id);
        let response = if is_wanted == Some(false) {
            error(request.id, ErrorCode::RequestCanceled, "cancelled".to_owned())
        } else {
            routes.answer(&world, request)
        };
        outbox.respond(response);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn what_goes_wrong_is_an_error_and_no_end() {
        let routes = Routes::default().on::<lsp::ShutdownRequest>(|_, &()| panic!("wrong"));
        let request = Request::new(1.into(), "shutdown".to_owned(), ());
        let response = routes.answer(&testing::world(&[]), request);
        assert!(response.response_result.is_err(), "{response:?}");
        let request = Request::new(2.into(), "unknown/thing".to_owned(), ());
        assert!(routes.answer(&testing::world(&[]), request).response_result.is_err());
    }

    #[test]
    fn what_is_cancelled_is_not_answered_and_nothing_is_kept() {
        let (send, receive) = channel();
        let open = Open::default();
        for id in [1, 2] {
            let request = Request::new(id.into(), "unknown".to_owned(), ());
            open.lock().unwrap().insert(id.into(), id != 1);
            send.send((request, testing::world(&[]))).unwrap();
        }
        drop(send);
        let (outbox, sent) = crossbeam_channel::unbounded();
        run(&Routes::default(), &Outbox::new(outbox), &receive, &open);
        let codes = sent.iter().map(|message| match message {
            lsp_server::Message::Response(response) => response.response_result.unwrap_err().code,
            _ => 0,
        });
        let expected = [ErrorCode::RequestCanceled, ErrorCode::MethodNotFound].map(|code| code as i32);
        assert_eq!(codes.collect::<Vec<_>>(), expected);
        assert!(open.lock().unwrap().is_empty());
    }
}

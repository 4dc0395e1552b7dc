//! The running server: pages on a port, and by the hour signals evaluated and updates asked for.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use chrono::Timelike as _;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::shell::scope::Scope;
use crate::{App, escalation, reminders, router};

/// How often the facts are looked at.
const EVALUATION_INTERVAL: Duration = Duration::from_hours(1);

/// Nobody is written to in the night.
const FIRST_HOUR_OF_MESSAGES: u32 = 6;

/// How long requests under way may take to end once told to stop.
const LONGEST_GOODBYE: Duration = Duration::from_secs(10);

/// Serves until `stop` comes true: no new requests then, and those under way are finished.
///
/// # Errors
///
/// Returns an error when the port fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let evaluation = tokio::spawn(evaluate_by_the_hour(app.clone()));
    let stopping = std::sync::Arc::new(Notify::new());
    let told = stopping.clone();
    let stop = async move {
        stop.await;
        told.notify_one();
    };
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop);
    let patience = async {
        stopping.notified().await;
        tokio::time::sleep(LONGEST_GOODBYE).await;
    };
    let served = tokio::select! {
        served = serving => served.context("the port failed"),
        () = patience => Ok(()),
    };
    evaluation.abort();
    app.ledger.close().await.context("the ledger could not be closed")?;
    served
}

async fn evaluate_by_the_hour(app: App) {
    let mut clock = tokio::time::interval(EVALUATION_INTERVAL);
    loop {
        clock.tick().await;
        match escalation::store::evaluate(&app, &Scope::system(app.today())).await {
            Ok(report) => tracing::info!(?report, "evaluated"),
            Err(error) => {
                let error = anyhow::Error::new(error);
                tracing::error!(error = format!("{error:#}"), "the signals were not evaluated");
            }
        }
        if app.clock.now().hour() >= FIRST_HOUR_OF_MESSAGES {
            remind(&app).await;
        }
    }
}

async fn remind(app: &App) {
    match reminders::store::run(app, &Scope::system(app.today())).await {
        Ok(report) => tracing::info!(?report, "asked for updates"),
        Err(error) => {
            let error = anyhow::Error::new(error);
            tracing::error!(error = format!("{error:#}"), "nobody was asked for updates");
        }
    }
}

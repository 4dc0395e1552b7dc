//! `bellwether serve`: the pages, until told to stop.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use bellwether_app::App;
use bellwether_app::server;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::installation::{self, Installation, say};

/// Serves the pages until interrupted; signals are evaluated at the start and every hour.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether serve
  bellwether serve --home /srv/bellwether --listen 127.0.0.1:9000

Put a server that speaks HTTPS before it: it listens for plain HTTP. RUST_LOG=info says more.")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,

    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        let listener = bind(args.listen).await?;
        let app = args.installation.open().await?;
        until_interrupted(app, listener).await
    })
}

/// Takes the port.
pub(crate) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "port {} of {} is taken by another program; stop it, or name another port with \
             --listen {}:{}",
            address.port(),
            address.ip(),
            address.ip(),
            address.port().checked_add(1).unwrap_or(8080)
        ),
        _ => anyhow::Error::new(error).context(format!("{address} cannot be listened on")),
    })
}

/// Serves on a port taken before, and says where.
pub(crate) async fn until_interrupted(app: App, listener: TcpListener) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let address = listener.local_addr().context("the port has no address")?;
    say(&format!("Serving on http://{address} (Ctrl-C stops)."));
    server::serve(app, listener, interrupted()).await?;
    say("Stopped.");
    Ok(ExitCode::SUCCESS)
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            // Without the signal, the interrupt alone stops it.
            let _interrupt = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    let _interrupt = tokio::signal::ctrl_c().await;
}

//! Throw-away ledgers for tests: a fresh SQLite file, or a fresh PostgreSQL database.

use std::path::PathBuf;

use anyhow::Context as _;
use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

use super::{Ledger, LedgerAddress};

/// Names the PostgreSQL server to test on, as `postgres://user@host:port/postgres`; SQLite is
/// tested when it is absent.
pub const SERVER_VARIABLE: &str = "BELLWETHER_TEST_POSTGRES";

/// An empty ledger that is gone when this is dropped.
#[derive(Debug)]
pub struct TestLedger {
    /// The ledger.
    pub ledger: Ledger,
    /// Its address.
    pub address: LedgerAddress,
    /// A folder for whatever else the test needs; the audit anchor is in it.
    pub folder: TempDir,
    _database: Option<ServerDatabase>,
}

#[derive(Debug)]
struct ServerDatabase {
    server: String,
    name: String,
}

impl TestLedger {
    /// Makes one on the database that the environment asks for.
    ///
    /// # Errors
    ///
    /// Returns an error when no folder or database can be made.
    pub async fn new() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder could be made")?;
        let (address, database) = match std::env::var(SERVER_VARIABLE) {
            Ok(server) => {
                let database = ServerDatabase::create(server).await?;
                (LedgerAddress::Postgres(database.url()), Some(database))
            }
            Err(_) => (LedgerAddress::Sqlite(folder.path().join("ledger.sqlite")), None),
        };
        let ledger = Ledger::open(&address, Some(Self::anchor_in(&folder))).await?;
        Ok(Self { ledger, address, folder, _database: database })
    }

    fn anchor_in(folder: &TempDir) -> PathBuf {
        folder.path().join("audit-anchor")
    }

    /// The address as `App::open` and the command line take it.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.address {
            LedgerAddress::Sqlite(path) => format!("sqlite:{}", path.display()),
            LedgerAddress::Postgres(url) => url.clone(),
        }
    }
}

impl ServerDatabase {
    async fn create(server: String) -> anyhow::Result<Self> {
        let name = format!("bellwether_test_{:016x}", rand::random::<u64>());
        run(&server, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { server, name })
    }

    fn url(&self) -> String {
        let host = self.server.rsplit_once('/').map_or(self.server.as_str(), |(host, _)| host);
        format!("{host}/{}", self.name)
    }
}

async fn run(server: &str, statement: &str) -> anyhow::Result<()> {
    let connection = Database::connect(server).await?;
    connection.execute_unprepared(statement).await?;
    connection.close().await?;
    Ok(())
}

impl Drop for ServerDatabase {
    fn drop(&mut self) {
        let server = self.server.clone();
        let statement = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // The test's own runtime may be going down, so the statement gets one of its own.
        let thread = std::thread::spawn(move || -> anyhow::Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(run(&server, &statement))
        });
        if !matches!(thread.join(), Ok(Ok(()))) {
            tracing::warn!(database = self.name, "a test database was left behind");
        }
    }
}

//! The ledger: one relational store, SQLite or PostgreSQL, with one writer at a time.

#[expect(missing_docs, reason = "the columns and relations that SeaORM derives carry no words")]
pub mod entities;
mod migrations;
pub mod testing;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbBackend, DbErr, EntityTrait, Iterable as _, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait as _;
use tokio::sync::Mutex;

use crate::shell::audit;
use migrations::Migrator;

/// Values bound by one statement at most; SQLite takes 32,766 and PostgreSQL 65,535, and beyond a
/// few thousand nothing is gained.
pub const BINDS_PER_STATEMENT: usize = 4_000;

/// Connections kept open: readers wait for nobody on two cores.
const CONNECTIONS: u32 = 8;

/// How long SQLite waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Names the lock that lets one process at a time write to a PostgreSQL ledger.
const WRITER_LOCK: i64 = 0x6265_6c6c;

/// Where a ledger is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerAddress {
    /// A file of its own.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by URL.
    Postgres(String),
}

/// Not the address of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no database; write postgres://user@host:port/name or sqlite:PATH")]
pub struct LedgerAddressError(String);

impl LedgerAddress {
    /// Reads `postgres://...` or `sqlite:PATH`.
    ///
    /// # Errors
    ///
    /// Returns an error for any other kind of database.
    pub fn parse(text: &str) -> Result<Self, LedgerAddressError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path.filter(|path| !path.is_empty()) {
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path))),
            None => Err(LedgerAddressError(text.to_owned())),
        }
    }
}

impl fmt::Display for LedgerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(formatter),
            // A password must not reach a log.
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, place))) => write!(formatter, "{scheme}://{place}"),
                _ => formatter.write_str(url),
            },
        }
    }
}

/// The relational store, opened: cheap to clone.
#[derive(Debug, Clone)]
pub struct Ledger {
    connection: DatabaseConnection,
    writer: Arc<Mutex<()>>,
    anchor: Option<Arc<Path>>,
}

impl Ledger {
    /// Connects, brings the schema up to date, and remembers the head of the audit chain in
    /// `anchor` from now on.
    ///
    /// # Errors
    ///
    /// Returns an error when the database cannot be reached or a migration fails.
    pub async fn open(address: &LedgerAddress, anchor: Option<PathBuf>) -> Result<Self, DbErr> {
        let connection = connect(address).await?;
        Migrator::up(&connection, None).await?;
        let anchor = anchor.map(Arc::from);
        Ok(Self { connection, writer: Arc::new(Mutex::new(())), anchor })
    }

    /// For reading; everything that writes goes through [`Ledger::write`].
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Where the head of the audit chain is remembered.
    #[must_use]
    pub fn anchor(&self) -> Option<&Path> {
        self.anchor.as_deref()
    }

    /// `SQLite` or `PostgreSQL`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.connection.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }

    /// Runs `work` in a transaction of its own, one writer at a time: kept when it returns `Ok`,
    /// undone when it returns an error.
    ///
    /// # Errors
    ///
    /// Returns the error of `work`, or that of the database when it cannot begin or commit.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&DatabaseTransaction) -> Result<T, E>,
        E: From<DbErr>,
    {
        let _writer = self.writer.lock().await;
        let transaction = self.begin().await?;
        // An error drops the transaction, and with it what was written.
        let result = work(&transaction).await?;
        transaction.commit().await?;
        if let Some(anchor) = self.anchor() {
            audit::remember_head(&self.connection, anchor).await;
        }
        Ok(result)
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let transaction = self
            .connection
            .begin_with_options(TransactionOptions {
                // Deferred, SQLite fails at once when a reader turns writer behind another one.
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})");
            transaction.execute_unprepared(&lock).await?;
        }
        Ok(transaction)
    }

    /// How the database keeps its journal: `wal` on SQLite, and none of ours on PostgreSQL.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger cannot be read.
    pub async fn journal_mode(&self) -> Result<Option<String>, DbErr> {
        if self.connection.get_database_backend() == DbBackend::Postgres {
            return Ok(None);
        }
        let question = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode");
        let answer = self.connection.query_one_raw(question).await?;
        answer.map(|row| row.try_get_by_index(0)).transpose()
    }

    /// Waits for every connection to be given back, and writes the journal into the file.
    ///
    /// # Errors
    ///
    /// Returns an error when a connection cannot be closed.
    pub async fn close(self) -> Result<(), DbErr> {
        self.connection.close().await
    }

    /// How many migrations have been applied, and how many have not.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger cannot be read.
    pub async fn migrations(&self) -> Result<(usize, usize), DbErr> {
        let applied = Migrator::get_applied_migrations(&self.connection).await?.len();
        let pending = Migrator::get_pending_migrations(&self.connection).await?.len();
        Ok((applied, pending))
    }
}

/// Inserts rows, as many in a statement as it takes.
///
/// # Errors
///
/// Returns an error when the database refuses a row.
pub async fn insert_all<A>(
    transaction: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = A>,
) -> Result<(), DbErr>
where
    A: ActiveModelTrait,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(BINDS_PER_STATEMENT / columns);
        A::Entity::insert_many(some).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// How many rows SQLite's own thread may run ahead of its reader. Each time it has to wait for the
/// reader costs a change of threads, which took longer than the queries themselves.
const ROWS_ON_THE_WAY: usize = 2_000;

async fn connect(address: &LedgerAddress) -> Result<DatabaseConnection, DbErr> {
    let mut options = match address {
        LedgerAddress::Postgres(url) => ConnectOptions::new(url),
        LedgerAddress::Sqlite(path) => {
            let path = path.clone();
            let mut options = ConnectOptions::new("sqlite:");
            options.map_sqlx_sqlite_opts(move |sqlite| {
                sqlite
                    .filename(&path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(BUSY_TIMEOUT)
                    .row_buffer_size(ROWS_ON_THE_WAY)
            });
            // A file cannot hang up: asking before each query would double the hops to its thread.
            options.test_before_acquire(false);
            options
        }
    };
    options.max_connections(CONNECTIONS).sqlx_logging(false);
    Database::connect(options).await
}

#[cfg(test)]
mod tests;

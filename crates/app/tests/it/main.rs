//! The application over HTTP, in process, on SQLite or (with `BELLWETHER_TEST_POSTGRES`) PostgreSQL.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop where it stands")]

mod calendars;
mod district;
mod forms;
mod headers;
mod milestones;
mod public;
mod review;
mod routes;
mod sheets;
mod signing_in;
mod visitor;
mod work;
mod workbook;

//! What the data say: datasets, loads and the evaluation of indicators, as Parquet read by DataFusion.

pub mod dataset;
mod definition_file;
pub mod evaluate;
mod expression;
pub mod indicator;
pub mod load;
pub mod mapping;
pub mod parts;
pub mod publish;
mod read;
pub mod table;

pub use datafusion;

//! What the data say: datasets, loads and the evaluation of indicators, as Parquet read by DataFusion.

mod definition_file;
pub mod indicator;

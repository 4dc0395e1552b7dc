//! A synthetic district: organisations, registered lists and linked events, the same for the same seed.

//! Documents received, reviewed row by row, and become plans, on either database.

//! Made-up sessions for trying the program out, marked as synthetic wherever they are shown.
//!
//! Here: what made-up people say. Not here: where it is written (`cli`).

//! The journal: nothing skipped, nothing shown to whom it is hidden.

mod follow;
mod restored;
mod storm;
mod tail;

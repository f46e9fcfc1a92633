//! The journal: nothing skipped, nothing shown to whom it is hidden.

mod follow;
mod named;
mod presence;
mod restored;
mod storm;
mod tail;

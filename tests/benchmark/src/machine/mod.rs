//! What the measures stand on: processes that end with their owner, a PostgreSQL, the server under test, a load on it.

pub(crate) mod cluster;
pub(crate) mod load;
pub(crate) mod process;
pub(crate) mod sink;
pub(crate) mod site;
pub(crate) mod usage;

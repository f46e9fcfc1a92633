//! Mail in and mail out.

mod corpus;
mod inbound;
mod oauth;
mod outbound;

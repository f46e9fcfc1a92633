//! Mail in and mail out.

mod corpus;
mod desk;
mod inbound;
mod oauth;
mod outbound;

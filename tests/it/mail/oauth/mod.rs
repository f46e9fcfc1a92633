//! Tokens from providers.

mod device;

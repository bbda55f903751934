//! What can go wrong in the domain: the user asked for something that cannot be done, or we broke a promise of our own.

use thiserror::Error;

/// Whose mistake it is.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Blame {
    /// The user's wish or data; the hint says how to mend it.
    Input,
    /// Ours: something that cannot happen has happened.
    Bug,
}

/// What went wrong, in words that say what came, what is allowed and what to do.
#[derive(Debug, Error, PartialEq, Eq, Clone)]
#[error("{message}")]
pub struct Error {
    /// Whose mistake it is.
    pub blame: Blame,
    /// What was wrong with which name: what came, what is allowed.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// A wish that cannot be met, and what to do instead.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { blame: Blame::Input, message: message.into(), hint: Some(hint.into()) }
    }

    /// A broken promise of ours.
    pub fn bug(message: impl std::fmt::Display) -> Self {
        Self { blame: Blame::Bug, message: message.to_string(), hint: None }
    }
}

//! One table of what can go wrong: whose mistake it is, the exit code, and the words.

use std::path::Path;
use thiserror::Error;

/// Whose mistake it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The user's input or wish: the hint says how to mend it.
    Input,
    /// A bug of ours.
    Bug,
    /// The disk, the system.
    World,
}

impl Kind {
    /// The exit code of the program.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Input => 2,
            Self::Bug => 70,
            Self::World => 74,
        }
    }
}

/// Why a use case stopped.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct Error {
    /// Whose mistake it is.
    pub kind: Kind,
    /// What was wrong: what came, what is allowed.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Error {
    /// A mistake of the user's, and what to do instead.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind: Kind::Input, message: message.into(), hint: Some(hint.into()) }
    }

    /// Something that cannot happen has happened.
    pub fn bug(message: impl std::fmt::Display) -> Self {
        Self {
            kind: Kind::Bug,
            message: message.to_string(),
            hint: Some("this is a bug in Shoal; please report it".into()),
        }
    }

    /// A file that could not be opened; `what` it was to be, and what to do where it is not there.
    pub fn unopened(what: &str, path: &Path, error: &std::io::Error, hint: &str) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::input(format!("there is no {what} `{}`", path.display()), hint),
            _ => Self::world("read", path, error),
        }
    }

    /// The system refused something about `path`.
    pub fn world(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self { kind: Kind::World, message: format!("cannot {doing} `{}`: {error}", path.display()), hint: None }
    }
}

impl From<shoal_segment::error::Error> for Error {
    fn from(error: shoal_segment::error::Error) -> Self {
        match error.blame {
            shoal_segment::error::Blame::Input => Self { kind: Kind::Input, message: error.message, hint: error.hint },
            shoal_segment::error::Blame::Bug => Self::bug(error.message),
        }
    }
}

impl From<shoal_data::Error> for Error {
    fn from(error: shoal_data::Error) -> Self {
        let kind = match error.kind() {
            shoal_data::ErrorKind::Input => Kind::Input,
            shoal_data::ErrorKind::Internal => Kind::Bug,
            shoal_data::ErrorKind::World => Kind::World,
        };
        Self { kind, message: error.to_string(), hint: error.hint() }
    }
}

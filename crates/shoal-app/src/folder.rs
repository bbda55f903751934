//! The output folder: complete and switched at once, or untouched.
//!
//! 1. [`Staging::open`] refuses a target that is somebody else's, and makes a hidden folder beside it.
//! 2. Files are written there.
//! 3. [`Staging::publish`] exchanges it with the target in one step where the system can, and removes the old one.
//!
//! A folder that Shoal made carries a mark. While a run works, it holds a lock on the mark of its hidden folder; a later
//! run removes hidden folders whose lock nobody holds: they were left by a run that was killed.

use crate::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file that says: this folder was made by Shoal and may be replaced by Shoal.
pub const MARK: &str = ".made-by-shoal";

/// A folder in the making.
pub struct Staging {
    target: PathBuf,
    partial: PathBuf,
    /// Held until the end; `None` after publishing.
    lock: Option<File>,
}

impl Staging {
    /// Prepares to write the folder `target`.
    ///
    /// Fails when something that Shoal did not make stands there, or when its parent cannot be written to.
    pub fn open(target: &Path) -> Result<Self, Error> {
        let target = resolved(target)?;
        refuse_foreign(&target)?;
        let parent = parent_of(&target);
        fs::create_dir_all(&parent).map_err(|error| Error::world("create the folder", &parent, &error))?;
        let stem = hidden_stem(&target);
        sweep_abandoned(&parent, &stem);
        let partial = parent.join(format!("{stem}{}", std::process::id()));
        fs::create_dir(&partial).map_err(|error| Error::world("create the folder", &partial, &error))?;
        let mut staging = Self { target, partial, lock: None };
        staging.lock = Some(staging.mark()?);
        Ok(staging)
    }

    fn mark(&self) -> Result<File, Error> {
        let path = self.partial.join(MARK);
        let fail = |error: std::io::Error| Error::world("write", &path, &error);
        let mut file = File::create(&path).map_err(fail)?;
        file.write_all(
            b"This folder was made by Shoal, which replaces it as a whole. Keep your own files elsewhere.\n",
        )
        .map_err(fail)?;
        // Where locks are not supported an abandoned folder stays; nothing else depends on it.
        let _ = file.try_lock();
        Ok(file)
    }

    /// Writes one file of the folder.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        let path = self.partial.join(name);
        fs::write(&path, content).map_err(|error| Error::world("write", &path, &error))
    }

    /// Opens one file of the folder for writing.
    pub fn create(&self, name: &str) -> Result<BufWriter<File>, Error> {
        let path = self.partial.join(name);
        File::create(&path)
            .map(|file| BufWriter::with_capacity(1 << 16, file))
            .map_err(|error| Error::world("write", &path, &error))
    }

    /// The path where `name` will be.
    pub fn final_path(&self, name: &str) -> PathBuf {
        self.target.join(name)
    }

    /// Puts the folder into its place.
    pub fn publish(mut self) -> Result<(), Error> {
        refuse_foreign(&self.target)?;
        let fail = |error: std::io::Error| Error::world("put the results into", &self.target, &error);
        if self.target.exists() {
            exchange(&self.partial, &self.target).map_err(fail)?;
            self.lock = None;
            // The new results are in place; an old folder that cannot be removed is hidden and harms nothing.
            let _ = fs::remove_dir_all(&self.partial);
        } else {
            fs::rename(&self.partial, &self.target).map_err(fail)?;
            self.lock = None;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.lock.take().is_some() {
            // Failed on the way: what is unfinished goes; there is nobody left to tell if it cannot.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// The target with links followed, so that the folder behind a link is replaced and not the link.
fn resolved(target: &Path) -> Result<PathBuf, Error> {
    match target.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            std::path::absolute(target).map_err(|error| Error::world("find", target, &error))
        }
        Err(error) => Err(Error::world("look at", target, &error)),
    }
}

fn parent_of(target: &Path) -> PathBuf {
    target.parent().map_or_else(|| PathBuf::from("/"), Path::to_path_buf)
}

fn hidden_stem(target: &Path) -> String {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".{name}.unfinished-")
}

fn refuse_foreign(target: &Path) -> Result<(), Error> {
    let hint = "write --out with another folder, or move that one away";
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(Error::input(format!("the output `{}` is a file, not a folder", target.display()), hint));
    }
    let mut entries = fs::read_dir(target).map_err(|error| Error::world("look into", target, &error))?;
    if target.join(MARK).is_file() || entries.next().is_none() {
        return Ok(());
    }
    Err(Error::input(
        format!("the output folder `{}` holds files that Shoal did not make, and is not replaced", target.display()),
        hint,
    ))
}

/// Removes hidden folders of runs that were killed.
fn sweep_abandoned(parent: &Path, stem: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(stem);
        let abandoned = ours && File::open(path.join(MARK)).is_ok_and(|mark| mark.try_lock().is_ok());
        if abandoned {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// Exchanges two folders in one step; where the system cannot, in three, of which none loses anything.
fn exchange(new: &Path, old: &Path) -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

/// Writes a new file, complete or not at all. Whatever stands there already, a link or a pipe too, is refused: nobody can
/// tell a list that was made from one that was worked on.
pub fn new_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    new_file_by(path, |to| to.write_all(content))
}

/// As [`new_file`], for a content that is written piece by piece.
pub fn new_file_by(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>) -> Result<(), Error> {
    refuse_existing(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = path.with_file_name(format!(".{name}.unfinished-{}", std::process::id()));
    let whole = || {
        let mut to = BufWriter::with_capacity(1 << 16, File::create(&partial)?);
        write(&mut to)?;
        to.flush()?;
        fs::rename(&partial, path)
    };
    whole().map_err(|error| {
        let _ = fs::remove_file(&partial);
        Error::world("write", path, &error)
    })
}

/// Refuses a path where something is.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::input(
            format!("the output `{}` exists and is not replaced", path.display()),
            "write --out with another name, move that one away, or redirect standard output",
        ));
    }
    Ok(())
}

//! A file → its bytes as a stream, unpacked when it is an archive.
//!
//! gzip (also several archives one after the other, as `cat a.gz b.gz` makes them) and Zstandard are told by the first bytes,
//! not by the ending of the name. The fingerprint is that of the file as it stands on the disk.
//!
//! A small archive can hold far more than a memory does. Unpacked bytes may number 64 MiB in any case, and beyond that at most
//! 250 for each byte of the archive that has been read: text tables shrink to a tenth or a twentieth, hardly ever further.
//!
//! Cost: one pass; nothing but the buffers of the unpacker is kept.

use crate::error::Error;
use crate::progress::Counter;
use crate::read::fingerprint::Fingerprint;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Chain, Cursor, ErrorKind, Read};
use std::path::Path;

/// Unpacked bytes that are always allowed.
const FREE: u64 = if cfg!(test) { 1 << 20 } else { 64 << 20 };
/// Unpacked bytes for each packed one, beyond [`FREE`].
pub(crate) const LARGEST_RATIO: u64 = 250;
/// Bytes that tell how a file is packed.
const MARK: usize = 4;
/// Bytes read from the disk at once.
const BUFFER: usize = 1 << 18;

/// Whether so many unpacked bytes are more than so many packed ones should give.
pub(crate) fn is_too_much(unpacked: u64, packed: u64) -> bool {
    unpacked > FREE && unpacked / LARGEST_RATIO > packed
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstandard,
}

impl Packing {
    /// Told by the first bytes of a file.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// Its name in the receipt.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
        }
    }

    /// The command that looks for damage.
    fn test(self) -> &'static str {
        match self {
            Self::Gzip => "gzip -t",
            Self::Zstandard => "zstd -t",
        }
    }
}

/// What the disk gives, hashed on the way.
struct Raw<'p> {
    file: File,
    fingerprint: Fingerprint,
    /// Is told of every byte.
    progress: Option<&'p Counter<'p>>,
    /// What the operating system said when it failed.
    failed: Option<ErrorKind>,
}

impl Read for Raw<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer).inspect_err(|error| {
            if error.kind() != ErrorKind::Interrupted {
                self.failed = Some(error.kind());
            }
        })?;
        self.fingerprint.add(&buffer[..read]);
        if let Some(progress) = self.progress {
            progress.add(read as u64);
        }
        Ok(read)
    }
}

/// The first bytes, which have been looked at, and the others.
type Whole<'p> = BufReader<Chain<Cursor<Vec<u8>>, Raw<'p>>>;

enum Stream<'p> {
    Plain(Whole<'p>),
    Gzip(Box<MultiGzDecoder<Whole<'p>>>),
    Zstandard(zstd::Decoder<'static, Whole<'p>>),
}

/// A file that is being read; gives its unpacked bytes.
pub(crate) struct Opened<'p> {
    stream: Stream<'p>,
    packing: Option<Packing>,
    unpacked: u64,
    is_bomb: bool,
}

impl<'p> Opened<'p> {
    /// Opens a file and looks at its first bytes; what is read of it is told.
    pub(crate) fn new(path: &Path, progress: Option<&'p Counter<'p>>) -> Result<Self, Error> {
        let failed = |source| refused(path, source);
        refuse_endless(path)?;
        let mut raw = Raw {
            file: File::open(path).map_err(failed)?,
            fingerprint: Fingerprint::default(),
            progress,
            failed: None,
        };
        let mut first = Vec::with_capacity(MARK);
        raw.by_ref().take(MARK as u64).read_to_end(&mut first).map_err(failed)?;
        let packing = Packing::of(&first);
        let whole = BufReader::with_capacity(BUFFER, Cursor::new(first).chain(raw));
        let stream = match packing {
            None => Stream::Plain(whole),
            Some(Packing::Gzip) => Stream::Gzip(Box::new(MultiGzDecoder::new(whole))),
            Some(Packing::Zstandard) => Stream::Zstandard(zstd::Decoder::with_buffer(whole).map_err(failed)?),
        };
        Ok(Self { stream, packing, unpacked: 0, is_bomb: false })
    }

    /// How the file is packed, if it is.
    pub(crate) fn packing(&self) -> Option<Packing> {
        self.packing
    }

    /// The next bytes, as many as there are up to `length`. `path` and `name` are for the error: the file as given and as it is shown.
    pub(crate) fn head(&mut self, length: usize, path: &Path, name: &str) -> Result<Vec<u8>, Error> {
        let mut head = Vec::new();
        let read = self.by_ref().take(length as u64).read_to_end(&mut head);
        read.map_err(|error| self.explained(path, name, error))?;
        Ok(head)
    }

    /// All bytes that follow `bytes`, and these.
    pub(crate) fn all(&mut self, mut bytes: Vec<u8>, path: &Path, name: &str) -> Result<Vec<u8>, Error> {
        if self.packing.is_none() {
            let length = self.raw().file.metadata().map_or(0, |metadata| metadata.len());
            bytes.reserve_exact(usize::try_from(length).unwrap_or(0).saturating_sub(bytes.len()));
        }
        match self.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(self.explained(path, name, error)),
        }
    }

    /// Reads to the end, for the fingerprint alone.
    pub(crate) fn skip(&mut self, path: &Path, name: &str) -> Result<(), Error> {
        match std::io::copy(self, &mut std::io::sink()) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explained(path, name, error)),
        }
    }

    /// Length and fingerprint of the file, once it has been read to its end.
    pub(crate) fn size_and_fingerprint(&self) -> (u64, String) {
        let fingerprint = &self.raw().fingerprint;
        (fingerprint.length(), fingerprint.digits())
    }

    /// What a failed read means.
    pub(crate) fn explained(&self, path: &Path, name: &str, source: std::io::Error) -> Error {
        let Some(packing) = self.packing.filter(|_| self.raw().failed.is_none()) else { return refused(path, source) };
        let file = name.to_owned();
        let archive = packing.word();
        if self.is_bomb {
            return Error::Swollen { file, archive, ratio: LARGEST_RATIO };
        }
        let reason = match source.kind() {
            ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
            _ => source.to_string(),
        };
        Error::DamagedArchive { file, archive, reason, test: packing.test() }
    }

    fn raw(&self) -> &Raw<'p> {
        match &self.stream {
            Stream::Plain(whole) => whole.get_ref().get_ref().1,
            Stream::Gzip(gzip) => gzip.get_ref().get_ref().get_ref().1,
            Stream::Zstandard(zstandard) => zstandard.get_ref().get_ref().get_ref().1,
        }
    }
}

impl Read for Opened<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = match &mut self.stream {
            Stream::Plain(whole) => return whole.read(buffer),
            Stream::Gzip(gzip) => gzip.read(buffer)?,
            Stream::Zstandard(zstandard) => zstandard.read(buffer)?,
        };
        self.unpacked += read as u64;
        if is_too_much(self.unpacked, self.raw().fingerprint.length()) {
            self.is_bomb = true;
            return Err(std::io::Error::other("the archive holds too much"));
        }
        Ok(read)
    }
}

/// Pipes with a name and devices, which may never give a byte, or never end. What the shell pipes in (`/dev/stdin`, `<(…)`) has no name.
#[cfg(unix)]
fn refuse_endless(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::FileTypeExt;
    let Ok(metadata) = path.metadata() else { return Ok(()) };
    let file = metadata.file_type();
    let what = if file.is_char_device() || file.is_block_device() {
        "a device"
    } else if file.is_fifo() && path.canonicalize().is_ok() {
        "a named pipe"
    } else {
        return Ok(());
    };
    let hint =
        "name a file; what another program writes is read as /dev/stdin: `PROGRAM | shoal … /dev/stdin`".to_owned();
    Err(Error::NotATable { file: path.display().to_string(), what: what.to_owned(), hint })
}

#[cfg(not(unix))]
fn refuse_endless(_: &Path) -> Result<(), Error> {
    Ok(())
}

/// A file that cannot be opened or read.
fn refused(path: &Path, source: std::io::Error) -> Error {
    match (source.kind(), path.read_link()) {
        (ErrorKind::NotFound, Ok(target)) => Error::BrokenLink { path: path.to_path_buf(), target },
        (ErrorKind::NotFound, Err(_)) => Error::MissingFile { path: path.to_path_buf() },
        _ => Error::Read { path: path.to_path_buf(), source },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    fn read(bytes: &[u8]) -> Result<(Vec<u8>, Option<Packing>, u64), Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t");
        std::fs::write(&path, bytes).unwrap();
        let mut opened = Opened::new(&path, None)?;
        let all = opened.all(Vec::new(), &path, "t")?;
        let (length, digits) = opened.size_and_fingerprint();
        assert_eq!(digits, Fingerprint::of(bytes));
        Ok((all, opened.packing(), length))
    }

    #[test]
    fn plain_and_packed() {
        for text in [b"".as_slice(), b"a", b"abc", b"a,b\n1,2\n"] {
            assert_eq!(read(text).unwrap(), (text.to_vec(), None, text.len() as u64));
            for (packed, packing) in [(gzip(text), Packing::Gzip), (zstandard(text), Packing::Zstandard)] {
                assert_eq!(read(&packed).unwrap(), (text.to_vec(), Some(packing), packed.len() as u64));
                let twice = [packed.clone(), packed].concat();
                assert_eq!(read(&twice).unwrap().0, [text, text].concat());
            }
        }
    }

    #[test]
    fn every_cut_of_an_archive_is_told() {
        let text: Vec<u8> = (0..300).flat_map(|i| format!("a{i},{}\n", i * i).into_bytes()).collect();
        for packed in [gzip(&text), zstandard(&text)] {
            for end in MARK..packed.len() {
                let error = read(&packed[..end]).unwrap_err();
                assert!(matches!(error, Error::DamagedArchive { .. }), "{end}: {error}");
            }
        }
        let mut damaged = gzip(&text);
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        assert!(matches!(read(&damaged), Err(Error::DamagedArchive { .. })));
    }

    #[test]
    fn an_archive_that_swells_without_end_is_stopped() {
        let nothing = vec![0; 2 * FREE as usize];
        for packed in [gzip(&nothing), zstandard(&nothing)] {
            assert!(matches!(read(&packed), Err(Error::Swollen { .. })));
        }
        let allowed = vec![0; FREE as usize / 8];
        assert_eq!(read(&gzip(&allowed)).unwrap().0.len(), allowed.len());
    }
}

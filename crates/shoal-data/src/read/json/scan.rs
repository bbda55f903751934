//! Goes through the text of a JSON object and shows its values where they stand; strict, as RFC 8259 has it.

/// Objects and lists inside each other, at most.
const DEEPEST: u32 = 64;

/// Text that is no JSON, at this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken(pub(super) usize);

/// What a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'s> {
    /// `null`.
    Null,
    /// A number, `true`, `false`, or a text without escapes: from byte to byte.
    Plain(usize, usize),
    /// A text with escapes, without them.
    Mended(&'s [u8]),
    /// A list, passed over.
    List,
}

/// Who looks at the values, each with its key.
pub(super) type See<'a> = &'a mut dyn FnMut(&[u8], Value<'_>);

/// A place in a text.
pub(super) struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    depth: u32,
    /// The keys of the objects around, with points between.
    path: Vec<u8>,
    /// The last text that had escapes, without them.
    mended: Vec<u8>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a [u8], at: usize) -> Self {
        Self { text, at, depth: 0, path: Vec::new(), mended: Vec::new() }
    }

    /// Where it is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Shows the values of an object that begins here.
    pub(super) fn object(&mut self, see: See<'_>) -> Result<(), Broken> {
        self.enter(b'{')?;
        if self.next_is(b'}') {
            return self.leave();
        }
        loop {
            let length = self.path.len();
            self.key()?;
            self.expect(b':')?;
            self.value(see)?;
            self.path.truncate(length);
            if self.next_is(b'}') {
                return self.leave();
            }
            self.expect(b',')?;
        }
    }

    fn list(&mut self) -> Result<(), Broken> {
        self.enter(b'[')?;
        if self.next_is(b']') {
            return self.leave();
        }
        loop {
            self.value(&mut |_, _| {})?;
            if self.next_is(b']') {
                return self.leave();
            }
            self.expect(b',')?;
        }
    }

    fn value(&mut self, see: See<'_>) -> Result<(), Broken> {
        self.skip_space();
        let start = self.at;
        let value = match self.text.get(start) {
            Some(b'{') => return self.object(see),
            Some(b'[') => {
                self.list()?;
                Value::List
            }
            Some(b'"') => match self.string()? {
                true => Value::Mended(&self.mended),
                false => Value::Plain(start + 1, self.at - 1),
            },
            Some(b'n') => {
                self.word(b"null")?;
                Value::Null
            }
            Some(b't') => {
                self.word(b"true")?;
                Value::Plain(start, self.at)
            }
            Some(b'f') => {
                self.word(b"false")?;
                Value::Plain(start, self.at)
            }
            _ => {
                self.number()?;
                Value::Plain(start, self.at)
            }
        };
        see(&self.path, value);
        Ok(())
    }

    /// Adds the key to those around it.
    fn key(&mut self) -> Result<(), Broken> {
        self.skip_space();
        let start = self.at;
        let escaped = self.string()?;
        if self.depth > 1 {
            self.path.push(b'.');
        }
        if escaped {
            self.path.extend_from_slice(&self.mended);
        } else {
            self.path.extend_from_slice(&self.text[start + 1..self.at - 1]);
        }
        Ok(())
    }

    /// Passes over a text in quotes; whether it has escapes, which are resolved in `mended`.
    fn string(&mut self) -> Result<bool, Broken> {
        self.expect(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(0..=0x1F) | None => return Err(self.broken()),
                Some(_) => self.at += 1,
            }
        }
        if escaped {
            self.mended.clear();
            unescape(&self.text[start..self.at], &mut self.mended).ok_or(Broken(start))?;
        }
        self.at += 1;
        Ok(escaped)
    }

    fn number(&mut self) -> Result<(), Broken> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1
        } else {
            self.digits()?
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Broken> {
        let count = self.text[self.at.min(self.text.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count > 0 { Ok(()) } else { Err(self.broken()) }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Broken> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.broken());
        }
        self.at += word.len();
        Ok(())
    }

    fn enter(&mut self, mark: u8) -> Result<(), Broken> {
        self.expect(mark)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.broken()) } else { Ok(()) }
    }

    fn leave(&mut self) -> Result<(), Broken> {
        self.depth -= 1;
        Ok(())
    }

    fn expect(&mut self, mark: u8) -> Result<(), Broken> {
        if self.next_is(mark) { Ok(()) } else { Err(self.broken()) }
    }

    /// Passes over spaces, and over the mark when it is next.
    fn next_is(&mut self, mark: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(mark);
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn broken(&self) -> Broken {
        Broken(self.at.min(self.text.len()))
    }
}

/// A text without its escapes; `None` where an escape means nothing.
fn unescape(mut text: &[u8], mended: &mut Vec<u8>) -> Option<()> {
    while let Some(at) = text.iter().position(|&byte| byte == b'\\') {
        mended.extend_from_slice(&text[..at]);
        let mark = *text.get(at + 1)?;
        text = &text[at + 2..];
        let plain = match mark {
            b'"' | b'\\' | b'/' => mark,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let (letter, rest) = unicode(text)?;
                mended.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                text = rest;
                continue;
            }
            _ => return None,
        };
        mended.push(plain);
    }
    mended.extend_from_slice(text);
    Some(())
}

/// The letter of `\uXXXX`, or of two of them that make one letter; and what follows.
fn unicode(text: &[u8]) -> Option<(char, &[u8])> {
    let (first, rest) = hexadecimal(text)?;
    if !(0xD800..0xDC00).contains(&first) {
        return Some((char::from_u32(first)?, rest));
    }
    let (second, rest) = hexadecimal(rest.strip_prefix(b"\\u")?)?;
    let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    Some((char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low)?, rest))
}

fn hexadecimal(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_at_checked(4)?;
    let value = digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))?;
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut scanner = Scanner::new(text.as_bytes(), 0);
        let show = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let result = scanner.object(&mut |key, value| {
            let value = match value {
                Value::Null => "null".to_owned(),
                Value::List => "list".to_owned(),
                Value::Plain(start, end) => show(&text.as_bytes()[start..end]),
                Value::Mended(bytes) => show(bytes),
            };
            found.push(format!("{}={value}", show(key)));
        });
        (result.is_ok() && text[scanner.at()..].trim().is_empty()).then_some(found)
    }

    #[test]
    fn values_where_they_stand() {
        let text = "{\"a\": 1.50, \"b\":\"x\\n\\u00e9\\ud83d\\ude00\", \"c\":null,\"d\":[1,{\"e\":[]}], \"f\":{\"g\":true,\"h\":{}}, \"\\\"\":\"\"}";
        assert_eq!(values(text).unwrap(), ["a=1.50", "b=x\né😀", "c=null", "d=list", "f.g=true", "\"="]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// The slow twin: what serde_json takes for an object is one, and nothing else.
        #[test]
        fn takes_what_serde_json_takes(text in "\\{[{}\\[\\]\":,a0-1.eE\\\\ u-]{0,12}\\}") {
            let twin = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text);
            // A number too large for the twin is a number all the same.
            let too_large = twin.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert!(too_large || twin.is_ok() == values(&text).is_some(), "{}", text);
        }

        #[test]
        fn texts_come_back(text in any::<String>()) {
            let object = serde_json::json!({ "k": text }).to_string();
            prop_assert_eq!(values(&object).unwrap(), [format!("k={text}")]);
        }
    }
}

//! Reading a playbook: every fault is told with its line, what came and what is allowed.

use super::{Action, Condition, Placed, Play, Playbook};
use crate::error::Error;
use crate::faults::{line_of, not_toml, told};
use crate::feature::Unit;
use serde::Deserialize;
use std::str::FromStr;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    title: String,
    #[serde(default)]
    unit: Unit,
    #[serde(default)]
    play: Vec<WrittenPlay>,
    otherwise: WrittenAction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPlay {
    code: Spanned<String>,
    title: Spanned<String>,
    action: Spanned<String>,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    measure: String,
    when: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    evidence: Vec<Spanned<String>>,
    test: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAction {
    code: String,
    title: String,
    action: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    measure: String,
}

/// Where an example is to be had.
const EXAMPLE: &str = "`shoal playbook` prints one to start from";

impl FromStr for Playbook {
    type Err = Error;

    /// Reads the text of a playbook.
    ///
    /// # Errors
    /// No TOML, unknown keys; and, all at once: codes that are there twice, texts without words or with figures, conditions that are
    /// none or can never hold together, evidence without a test.
    fn from_str(text: &str) -> Result<Self, Error> {
        let written: Written = toml::from_str(text).map_err(|error| not_toml(text, &error, EXAMPLE))?;
        let mut reader = Reader { text, faults: Vec::new(), codes: Vec::new() };
        let plays = written.play.into_iter().map(|play| reader.play(play)).collect();
        told(&reader.faults, EXAMPLE)?;
        let WrittenAction { code, title, action: words, channel, measure } = written.otherwise;
        let otherwise = Action { code, title, words, channel, measure };
        Ok(Self { title: written.title, unit: written.unit, plays, otherwise })
    }
}

struct Reader<'a> {
    text: &'a str,
    faults: Vec<String>,
    codes: Vec<String>,
}

impl Reader<'_> {
    fn play(&mut self, written: WrittenPlay) -> Play {
        let line = line_of(self.text, &written.code.span());
        let code = self.words(&written.code);
        if self.codes.contains(&code) {
            self.faults.push(format!("line {line}: the code {code:?} is there twice"));
        }
        self.codes.push(code.clone());
        let action = Action {
            code,
            title: self.words(&written.title),
            words: self.words(&written.action),
            channel: written.channel,
            measure: written.measure,
        };
        if written.when.get_ref().is_empty() {
            let line = line_of(self.text, &written.when.span());
            self.faults.push(format!("line {line}: a play without a condition; what always applies is `otherwise`"));
        }
        let when = self.conditions(written.when.get_ref());
        let evidence = self.conditions(&written.evidence);
        if evidence.is_empty() == written.test.is_some() {
            self.faults.push(format!(
                "line {line}: `evidence` and `test` go together: the test is what is said without the evidence"
            ));
        }
        self.contradictions(&when, &evidence);
        Play { action, when, evidence, test: written.test.map(|test| self.words(&test)) }
    }

    /// A text with at least one letter.
    fn words(&mut self, written: &Spanned<String>) -> String {
        let words = written.get_ref().trim().to_owned();
        if !words.contains(char::is_alphabetic) || words.contains(char::is_control) {
            let line = line_of(self.text, &written.span());
            self.faults.push(format!("line {line}: {words:?}, allowed is a text in one line"));
        }
        words
    }

    fn conditions(&mut self, written: &[Spanned<String>]) -> Vec<Placed> {
        let mut read = Vec::new();
        for one in written {
            let line = line_of(self.text, &one.span());
            match one.get_ref().parse::<Condition>() {
                Ok(condition) => read.push(Placed { line, condition }),
                Err(fault) => self.faults.push(format!("line {line}: {fault}")),
            }
        }
        read
    }

    /// Conditions that can never hold together.
    fn contradictions(&mut self, when: &[Placed], evidence: &[Placed]) {
        let all: Vec<&Placed> = when.iter().chain(evidence).collect();
        for (at, one) in all.iter().enumerate() {
            for other in all[..at].iter().filter(|other| other.condition.contradicts(&one.condition)) {
                let (line, one, other) = (one.line, &one.condition, &other.condition);
                self.faults
                    .push(format!("line {line}: `{one}` can never hold with `{other}`, so the play never applies"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::shipped_text;

    const OTHERWISE: &str = "[otherwise]\ncode = \"x\"\ntitle = \"X\"\naction = \"Nothing.\"\n";

    fn fault(play: &str) -> String {
        format!("[[play]]\n{play}\n{OTHERWISE}").parse::<Playbook>().unwrap_err().message
    }

    #[test]
    fn the_shipped_ones_are_sound() {
        for unit in [Unit::Customer, Unit::Order] {
            let playbook = Playbook::shipped(unit).unwrap();
            assert_eq!(playbook.unit, unit);
            assert!(playbook.plays.len() >= 10 && playbook.plays.iter().all(|play| !play.action.measure.is_empty()));
            let catalog = crate::feature::catalog(unit);
            playbook.check_features(&catalog.iter().map(|feature| feature.name).collect::<Vec<_>>()).unwrap();
            assert!(shipped_text(unit).starts_with('#'));
        }
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let words = "code = \"a\"\ntitle = \"A\"\naction = \"Act.\"";
        for (play, expected) in [
            (format!("{words}\nwhen = [\"revenue is huge\"]"), "line 5: the condition \"revenue is huge\"; allowed"),
            (format!("{words}\nwhen = []"), "line 5: a play without a condition"),
            (
                format!("{words}\nwhen = [\"away\",\n\"on schedule\"]"),
                "line 6: `on schedule` can never hold with `away`",
            ),
            (format!("{words}\nwhen = [\"away\"]\nevidence = [\"orders is high\"]"), "line 2: `evidence` and `test`"),
            (format!("{words}\nwhen = [\"away\"]\nwhy = \"\""), "line 6: unknown field `why`"),
            ("code = \"\"\ntitle = \"A\"\naction = \"Act.\"\nwhen = [\"away\"]".to_owned(), "line 2: \"\", allowed"),
        ] {
            let told = fault(&play);
            assert!(told.starts_with(expected), "{told}");
        }
        let twice = format!("[[play]]\n{words}\nwhen = [\"away\"]\n[[play]]\n{words}\nwhen = [\"huh\"]\n{OTHERWISE}");
        let told = twice.parse::<Playbook>().unwrap_err().message;
        assert!(told.starts_with("2 faults:") && told.contains("line 7: the code \"a\" is there twice"), "{told}");
    }

    #[test]
    fn unknown_features_are_told_with_their_line() {
        let text =
            format!("[[play]]\ncode = \"a\"\ntitle = \"A\"\naction = \"Act.\"\nwhen = [\"love is high\"]\n{OTHERWISE}");
        let told = text.parse::<Playbook>().unwrap().check_features(&["revenue"]).unwrap_err();
        assert_eq!(told.message, "line 5: there is no feature \"love\"; the nearest names are revenue");
    }
}

//! `shoal demo`.

use super::run;
use crate::args::{Cli, DemoArgs};
use crate::plan;
use crate::speech::Speech;
use shoal_app::Unit;
use shoal_app::demo::{self, Demo, Shown};
use shoal_app::error::Error;
use shoal_app::settings::Settings;

pub(crate) fn run(cli: &Cli, args: &DemoArgs, speech: &Speech) -> Result<(), Error> {
    let mut settings = Settings::default();
    plan::segment(&args.segment, &mut settings.segment);
    let wish = Demo { customers: args.customers, seed: settings.segment.seed, tables: args.tables.clone() };
    let shown = demo::demo(&wish, &settings, &args.out, &|progress| speech.watch(progress))?;
    speech.finish();
    run::render(cli, &shown.done, speech)?;
    speech.say(&truth(&shown));
    Ok(())
}

fn truth(shown: &Shown) -> String {
    let files: Vec<String> = shown.files.iter().map(|path| path.display().to_string()).collect();
    if shown.done.segmentation.unit == Unit::Order {
        return format!("\nThe shop's tables: {}", files.join(" "));
    }
    let recovered = match shown.recovered {
        Some(index) => format!("adjusted Rand index {index:.3} (1 is perfect, 0 is chance)"),
        None => "agreement undefined: there is nothing to compare".into(),
    };
    format!(
        "\nThe shop's tables: {}\nThe shop was made with {} kinds of customers ({}), and {} found: {recovered}.",
        files.join(" "),
        shown.kinds,
        shown.truth.display(),
        match shown.done.segmentation.segments.len() {
            1 => "one segment was".to_string(),
            many => format!("{many} segments were"),
        },
    )
}

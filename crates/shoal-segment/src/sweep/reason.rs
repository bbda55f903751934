//! Why a row of the sweep was chosen, in sentences whose numbers stand in `run.json`.

use crate::feature::Unit;
use crate::segmentation::{ParameterValue, Remarked, Sweep, SweepRow};
use crate::spec::{ChooseBy, Plan};
use crate::statement::{Form, Statement};
use crate::votes::merit;
use shoal_cluster::{Method, Remark};

/// Two indices that differ by less than this share are as good as each other: another seed moves them as much on small tables.
const AS_GOOD: f64 = 0.01;

/// The name of a criterion in prose and the field of the row that has its value.
pub(crate) fn index_words(by: ChooseBy) -> (&'static str, &'static str) {
    let field = match by {
        ChooseBy::DaviesBouldin => "indices/davies_bouldin",
        ChooseBy::Silhouette => "indices/silhouette",
        ChooseBy::CalinskiHarabasz => "indices/calinski_harabasz",
        ChooseBy::Gap => "gap/value",
        ChooseBy::PredictionStrength => "prediction_strength/value",
        ChooseBy::Stability => "stability/beyond",
        ChooseBy::Bic => "bic",
        ChooseBy::Consensus => "votes",
    };
    (by.name(), field)
}

/// The value of a criterion as it stands in the row.
pub(crate) fn value(row: &SweepRow, by: ChooseBy) -> Option<f64> {
    let lower_is_better = matches!(by, ChooseBy::DaviesBouldin | ChooseBy::Bic);
    merit(row, by).map(|merit| if lower_is_better { -merit } else { merit })
}

/// How an index is written: those without an upper end are quantities.
pub(crate) fn form(by: ChooseBy) -> Form {
    if matches!(by, ChooseBy::CalinskiHarabasz | ChooseBy::Bic) { Form::Quantity } else { Form::Index }
}

/// The user said which.
pub(super) fn given_reason(sweep: &Sweep, at: usize, plan: &Plan, card: &Method) -> Statement {
    let row = &sweep.rows[at];
    let said = if plan.spec.has("height") {
        Statement::new().say("The height of the cut was given; it leaves ").count("/sweep/k", row.k).say(" segments.")
    } else if plan.spec.has("eps") {
        found_reason(sweep, at, card)
    } else if row.k == plan.spec.k.min {
        Statement::new().say("The number of segments, ").count("/sweep/k", row.k).say(", was given.")
    } else {
        Statement::new()
            .say(&format!("More segments were asked for than there are different {}: only ", plan.spec.unit.many()))
            .count("/sweep/k", row.k)
            .say(" can be told apart by these features.")
    };
    if row.eligible || row.k <= 1 { said } else { too_small(said, sweep, at, plan.spec.unit) }
}

/// Why a row that was taken all the same is not eligible, as far as sizes are the reason.
pub(super) fn too_small(said: Statement, sweep: &Sweep, at: usize, unit: Unit) -> Statement {
    let row = &sweep.rows[at];
    if row.smallest >= sweep.min_size && row.smallest_share >= sweep.min_share {
        return said
            .say(" It leaves out ")
            .share(format!("/sweep/rows/{at}/unassigned_share"), row.unassigned_share)
            .say(&format!(" of all {}.", unit.many()));
    }
    said.say(" Its smallest segment has ")
        .count(format!("/sweep/rows/{at}/smallest"), row.smallest)
        .say(&format!(" {} (", unit.noun(row.smallest)))
        .share(format!("/sweep/rows/{at}/smallest_share"), row.smallest_share)
        .say("), fewer than the minimum of ")
        .count("/sweep/min_size", sweep.min_size)
        .say(" and ")
        .share("/sweep/min_share", sweep.min_share)
        .say(".")
}

/// There was one setting, and the method found the number of segments with it.
pub(super) fn found_reason(sweep: &Sweep, at: usize, card: &Method) -> Statement {
    let said = Statement::new().say(&format!("{} found ", card.name)).count("/sweep/k", sweep.rows[at].k);
    setting(said.say(" segments"), sweep, at).say(".")
}

/// The best of several by the index.
pub(super) fn best_reason(sweep: &Sweep, at: usize, plan: &Plan, card: &Method) -> Statement {
    let by = plan.spec.choose_by;
    let (index, field) = index_words(by);
    let at_row = |at: usize| value(&sweep.rows[at], by).unwrap_or(0.0);
    let cite = |said: Statement, at: usize| {
        let said = said.say("k = ").number(format!("/sweep/rows/{at}/k"), sweep.rows[at].k as f64, Form::Count);
        setting(said, sweep, at).say(" (").number(format!("/sweep/rows/{at}/{field}"), at_row(at), form(by)).say(")")
    };
    let best = match by {
        ChooseBy::DaviesBouldin | ChooseBy::Bic => format!("the {index} is lowest for "),
        ChooseBy::Silhouette | ChooseBy::CalinskiHarabasz => format!("the {index} is highest for "),
        _ => format!("by the {index} the choice is "),
    };
    let opening = match plan.methods.len() {
        1 => format!("{}{}", best[..1].to_uppercase(), &best[1..]),
        _ => format!("Of the settings of {}, {best}", card.name),
    };
    let said = cite(Statement::new().say(&opening), at);
    if !sweep.rows[at].eligible {
        return too_small(said.say(", and no setting has large enough segments."), sweep, at, plan.spec.unit);
    }
    let said = large_enough(said, sweep, plan.spec.unit);
    let said = match sweep.runner_up {
        Some(second) if (at_row(at) - at_row(second)).abs() <= AS_GOOD * at_row(at).abs().max(at_row(second).abs()) => {
            cite(said.say("; as good is "), second).say(", so the choice is a matter of taste.")
        }
        Some(second) => cite(said.say("; next is "), second).say("."),
        None => said.say("; no other candidate meets that."),
    };
    largest_tried(said, sweep, at, plan)
}

/// What a row was chosen among.
pub(super) fn large_enough(said: Statement, sweep: &Sweep, unit: Unit) -> Statement {
    said.say(" among the candidates whose every segment has at least ")
        .count("/sweep/min_size", sweep.min_size)
        .say(&format!(" {} and ", unit.noun(sweep.min_size)))
        .share("/sweep/min_share", sweep.min_share)
        .say(" of the base")
}

/// Whether the range of k may have ended too early.
pub(super) fn largest_tried(said: Statement, sweep: &Sweep, at: usize, plan: &Plan) -> Statement {
    let largest = sweep.rows[at].k == plan.spec.k.max && sweep.rows.len() > 1 && sweep.over_k();
    if largest { said.say(" It is the largest k that was tried, so more may be better.") } else { said }
}

/// The parameters of a row that were tried out: ` with eps = 0.5 and min_samples = 8`.
pub(super) fn setting(mut said: Statement, sweep: &Sweep, at: usize) -> Statement {
    for (place, (name, value)) in sweep.rows[at].parameters.iter().enumerate() {
        said = said.say(if place == 0 { " with " } else { " and " });
        let pointer = format!("/sweep/rows/{at}/parameters/{name}");
        said = match value {
            ParameterValue::Number(value) => said.say(&format!("{name} = ")).number(pointer, *value, Form::Quantity),
            ParameterValue::Word(word) => said.say(&format!("{name} {word}")),
        };
    }
    said
}

/// What the fit remarked, as far as it is not said already.
pub(super) fn remarks(remarks: &[Remark], unit: Unit) -> Vec<Remarked> {
    let mut said: Vec<Remarked> = Vec::new();
    for remark in remarks {
        let members = format!("/sweep/remarks/{}/members", said.len());
        match remark {
            Remark::Moved { rows } => said.push(Remarked {
                code: "moved".into(),
                members: *rows as f64,
                said: Statement::new().count(members, *rows).say(&format!(
                    " {} {} not in the nearest segment, so that every segment has its minimum size; new {} are placed by the \
                     same rule.",
                    unit.noun(*rows),
                    if *rows == 1 { "is" } else { "are" },
                    unit.many()
                )),
            }),
            Remark::Starved { rows, .. } => said.push(Remarked {
                code: "starved".into(),
                members: *rows,
                said: Statement::new()
                    .say("A component of the mixture answers for only ")
                    .number(members, *rows, Form::Quantity)
                    .say(&format!(" {}; too few for a width of its own, so do not trust it.", unit.many())),
            }),
            _ => {}
        }
    }
    said
}

/// No row is eligible.
pub(super) fn nothing_reason(sweep: &Sweep, unit: Unit) -> Statement {
    let (one, many) = (unit.one(), unit.many());
    if sweep.rows.is_empty() {
        return Statement::new().say(&format!(
            "There are fewer {many} than the smallest number of segments that was to be tried, so they are one segment."
        ));
    }
    if sweep.rows.iter().all(|row| row.k == 0) {
        return Statement::new()
            .say(&format!("No {one} has enough neighbours, so there is no group: all {many} are one segment."));
    }
    if sweep.rows.iter().all(|row| row.k <= 1 && row.unassigned == 0) {
        return Statement::new().say(&format!(
            "All {many} are equal in the chosen features, so there is nothing to divide: they are one segment."
        ));
    }
    let left_out = match sweep.rows.iter().any(|row| row.unassigned > 0) {
        true => " and leaves at most half out,",
        false => "",
    };
    Statement::new()
        .say("No candidate gives every segment at least ")
        .count("/sweep/min_size", sweep.min_size)
        .say(&format!(" {} and ", unit.noun(sweep.min_size)))
        .share("/sweep/min_share", sweep.min_share)
        .say(&format!(" of the base{left_out} with a defined index, so all {many} are one segment."))
}

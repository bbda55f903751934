//! The fits: one setting, given centres, or every k of a range.

use super::cards::ids;
use super::frame::Frame;
use super::refused;
use super::wish::{Ks, Wish};
use crate::error::Error;
use shoal_cluster::{ClusterError, Fitted, Method, Settings, Value, Weighted};
use shoal_kernel::Points;

/// The parameter that `-k` sets.
pub(super) const CLUSTERS: &str = "n_clusters";

/// What to fit, checked as far as that can be done without the points.
pub(super) struct Plan<'a> {
    pub(super) method: &'static Method,
    pub(super) wish: &'a Wish,
    /// The parameters as written, without the number of clusters of a range.
    pub(super) settings: Settings,
    ks: Option<Vec<usize>>,
}

/// One fit.
pub(super) struct Fit {
    /// The number of clusters asked for, where one was.
    pub(super) k: Option<usize>,
    pub(super) fitted: Fitted,
}

/// Checks the wish against the method's card.
pub(super) fn plan<'a>(method: &'static Method, wish: &'a Wish, columns: &[String]) -> Result<Plan<'a>, Error> {
    let mut settings = Settings::new(wish.seed);
    for setting in &wish.settings {
        if settings.get(&setting.name).is_some() {
            return Err(Error::input(format!("parameter `{}` is written twice", setting.name), "write it once"));
        }
        settings = settings.with(&setting.name, setting.value.clone());
    }
    method.check_names(&settings).map_err(|error| refused(error, columns))?;
    for parameter in method.parameters {
        if let Some(value) = settings.get(parameter.name) {
            parameter.check(value).map_err(|error| refused(error, columns))?;
        }
    }
    if !super::choosers().contains(&wish.choose_by.as_str()) {
        let message = format!("choose-by is `{}`; allowed are {}", wish.choose_by, super::choosers().join(", "));
        return Err(Error::input(message, "write --choose-by silhouette"));
    }
    check_init(method, wish)?;
    check_weights(method, wish)?;
    let ks = wish.k.map(|ks| numbers(method, wish, ks)).transpose()?;
    Ok(Plan { method, wish, settings, ks })
}

fn numbers(method: &Method, wish: &Wish, ks: Ks) -> Result<Vec<usize>, Error> {
    if method.sweep.is_none() {
        let names: Vec<&str> = method.parameters.iter().map(|parameter| parameter.name).collect();
        return Err(Error::input(
            format!("-k: {} finds the number of clusters itself; its parameters are {}", method.id, names.join(", ")),
            "leave -k out",
        ));
    }
    if wish.settings.iter().any(|setting| setting.name == CLUSTERS) {
        return Err(Error::input(format!("-k and `{CLUSTERS}` say the same and are both written"), "write -k alone"));
    }
    if !ks.is_range() {
        return Err(Error::input(Ks::refusal(&format!("{}..{}", ks.min, ks.max)), "write -k 2..10"));
    }
    Ok((ks.min..=ks.max).collect())
}

fn check_init(method: &Method, wish: &Wish) -> Result<(), Error> {
    let Some(init) = &wish.init else { return Ok(()) };
    if method.fit_from.is_none() {
        let able = ids(|card| card.takes_centres);
        return Err(Error::input(
            format!("--init: {} does not start from given centres; methods that do: {able}", method.id),
            "leave --init out",
        ));
    }
    let written = wish.settings.iter().find(|setting| setting.name == CLUSTERS).map(|setting| &setting.value);
    let rows = init.rows();
    let asked = match (wish.k, written) {
        (Some(ks), _) if ks.min != rows || ks.max != rows => Some("-k".to_owned()),
        (_, Some(value)) if *value != Value::Number(rows as f64) => Some(CLUSTERS.to_owned()),
        _ => None,
    };
    match asked {
        Some(name) => Err(Error::input(
            format!("{name}: the file of --init has {rows} centres, so that is the number of clusters"),
            format!("leave {name} out"),
        )),
        None => Ok(()),
    }
}

fn check_weights(method: &Method, wish: &Wish) -> Result<(), Error> {
    if wish.weights.is_none() || method.weighted.is_some() {
        return Ok(());
    }
    let able = ids(|card| card.takes_weights);
    Err(Error::input(
        format!("--weight: {} counts every row the same; methods that take weights: {able}", method.id),
        "leave --weight out",
    ))
}

impl Plan<'_> {
    /// The weights of the rows, with the method's entry points for them.
    fn weighted(&self) -> Option<(Weighted, &[f64])> {
        self.method.weighted.zip(self.wish.weights.as_ref().map(|weights| weights.values.as_slice()))
    }

    fn fit(&self, points: &Points) -> Result<Fitted, ClusterError> {
        match self.weighted() {
            Some((weighted, weights)) => (weighted.fit)(points, weights, &self.settings),
            None => (self.method.fit)(points, &self.settings),
        }
    }

    /// `None` for a method without a sweep.
    fn sweep(&self, points: &Points, ks: &[usize]) -> Option<Result<Vec<Fitted>, ClusterError>> {
        match self.weighted() {
            Some((weighted, weights)) => weighted.sweep.map(|sweep| sweep(points, weights, ks, &self.settings)),
            None => self.method.sweep.map(|sweep| sweep(points, ks, &self.settings)),
        }
    }

    /// `None` for a method that does not start from centres.
    fn fit_from(&self, points: &Points, centres: &Points) -> Option<Result<Fitted, ClusterError>> {
        match self.weighted() {
            Some((weighted, weights)) => weighted.fit_from.map(|fit| fit(points, weights, centres, &self.settings)),
            None => self.method.fit_from.map(|fit| fit(points, centres, &self.settings)),
        }
    }
}

/// Fits everything that is planned; at least one fit.
pub(super) fn fit_all(plan: &Plan<'_>, frame: &Frame, points: &Points) -> Result<Vec<Fit>, Error> {
    let refused = |error| refused(error, &frame.names());
    let unable = || Error::bug(format!("{} was checked and has no such entry point", plan.method.id));
    if let Some(init) = &plan.wish.init {
        let centres = frame.apply(init)?;
        let fitted = plan.fit_from(points, &centres).ok_or_else(unable)?.map_err(refused)?;
        return Ok(vec![Fit { k: Some(init.rows()), fitted }]);
    }
    match &plan.ks {
        Some(ks) => {
            let fits = plan.sweep(points, ks).ok_or_else(unable)?.map_err(refused)?;
            Ok(ks.iter().zip(fits).map(|(&k, fitted)| Fit { k: Some(k), fitted }).collect())
        }
        None => {
            let fitted = plan.fit(points).map_err(refused)?;
            Ok(vec![Fit { k: fitted.trace.n_clusters, fitted }])
        }
    }
}

//! The model as named arrays, and back.
//!
//! Means are kept as differences from an origin, because rows far from zero have digits that their means would lose. The
//! factors have the form that scikit-learn gives them; weights that do not add up to 1 are divided by their
//! sum when they are read.

use shoal_kernel::{Points, Square};

use super::METHOD;
use super::covariance::{Covariance, FORMS};
use super::density::{Density, packed, unpacked};
use super::model::GmmModel;
use crate::error::ClusterError;
use crate::kmeans::LARGEST;
use crate::model::{Part, Parts};

/// The share of each component: 1 × components.
const WEIGHTS: &str = "weights";
/// The point that means are told from: 1 × columns.
const ORIGIN: &str = "origin";
/// The means as differences from the origin: components × columns.
const MEANS: &str = "means_from_origin";
/// Cholesky factors of the inverse covariances; the name of the form follows. Upper triangular matrices below each other
/// (`full`; `tied`: one), components × columns (`diag`) or components × 1 (`spherical`).
const FACTORS: &str = "precisions_cholesky_";

/// Largest number in the factors: differences times it can be added up without overflow.
const LARGEST_FACTOR: f64 = 1e155;

/// The arrays of a model.
pub(super) fn write(model: &GmmModel) -> Parts {
    let Density { form, columns, ref weights, ref means, .. } = model.density;
    let part = |name: &str, columns: usize, values: Vec<f64>| Part {
        name: name.to_owned(),
        rows: values.len() / columns,
        columns,
        values,
    };
    let (factors, factor_columns) = factors(&model.density);
    Parts {
        method: METHOD.id.to_owned(),
        arrays: vec![
            part(WEIGHTS, weights.len(), weights.clone()),
            part(ORIGIN, columns, model.origin.clone()),
            part(MEANS, columns, means.clone()),
            part(&format!("{FACTORS}{}", form.name()), factor_columns, factors),
        ],
    }
}

/// The factors as they are stored, and their number of columns.
fn factors(density: &Density) -> (Vec<f64>, usize) {
    let Density { form, columns, ref whitening, .. } = *density;
    let each = whitening.chunks_exact(form.width(columns));
    match form {
        Covariance::Full => (each.flat_map(|kept| upper(form, kept, columns)).collect(), columns),
        Covariance::Tied => (each.take(1).flat_map(|kept| upper(form, kept, columns)).collect(), columns),
        Covariance::Diag => (whitening.clone(), columns),
        Covariance::Spherical => (each.map(|kept| kept[0]).collect(), 1),
    }
}

/// The transpose of a whitening matrix, row after row.
fn upper(form: Covariance, kept: &[f64], columns: usize) -> Vec<f64> {
    let lower = unpacked(form, kept, columns, false);
    (0..columns * columns).map(|at| lower.get(at % columns, at / columns)).collect()
}

/// The model that these arrays describe.
pub(super) fn read(parts: &Parts) -> Result<GmmModel, ClusterError> {
    let (weights, origin, means) = (parts.points(WEIGHTS)?, parts.points(ORIGIN)?, parts.points(MEANS)?);
    let (clusters, columns) = (means.rows(), means.columns());
    check_shape(WEIGHTS, &weights, (1, clusters))?;
    check_shape(ORIGIN, &origin, (1, columns))?;
    check_numbers(WEIGHTS, &weights, "from 1e-100 to 1", |share| (1e-100..=1.0).contains(&share))?;
    let near = |value: f64| value.abs() <= 10.0 * LARGEST;
    check_numbers(ORIGIN, &origin, "up to 1e141 in magnitude", near)?;
    check_numbers(MEANS, &means, "up to 1e141 in magnitude", near)?;
    let whitening = read_factors(parts, clusters, columns)?;
    let density = Density::new(whitening.0, weights.values(), means.values().to_vec(), whitening.1);
    Ok(GmmModel::new(origin.values().to_vec(), density))
}

/// The form that the factors are stored in, and the whitening matrices.
fn read_factors(parts: &Parts, clusters: usize, columns: usize) -> Result<(Covariance, Vec<f64>), ClusterError> {
    let name_of = |form: Covariance| format!("{FACTORS}{}", form.name());
    let stored = |form: &Covariance| parts.arrays.iter().any(|part| part.name == name_of(*form));
    let form = FORMS.into_iter().find(stored).unwrap_or(Covariance::Full);
    let name = name_of(form);
    let factors = parts.points(&name)?;
    let shape = match form {
        Covariance::Full => (clusters * columns, columns),
        Covariance::Tied => (columns, columns),
        Covariance::Diag => (clusters, columns),
        Covariance::Spherical => (clusters, 1),
    };
    check_shape(&name, &factors, shape)?;
    check_numbers(&name, &factors, "up to 1e155 in magnitude", |value| value.abs() <= LARGEST_FACTOR)?;
    let one: Vec<Vec<f64>> = match form {
        Covariance::Full | Covariance::Tied => {
            let matrices = factors.values().chunks_exact(columns * columns);
            matrices.map(|values| lower(form, values, columns, &name)).collect::<Result<_, _>>()?
        }
        Covariance::Diag => factors.iter().map(<[f64]>::to_vec).collect(),
        Covariance::Spherical => factors.iter().map(|row| vec![row[0]; columns]).collect(),
    };
    if !form.is_triangle() {
        check_numbers(&name, &factors, "above 1e-155", |value| value >= 1.0 / LARGEST_FACTOR)?;
    }
    let copies = clusters / one.len();
    Ok((form, one.concat().repeat(copies)))
}

/// The whitening matrix whose transpose was stored.
fn lower(form: Covariance, values: &[f64], columns: usize, name: &str) -> Result<Vec<f64>, ClusterError> {
    let mut matrix = Square::zeros(columns);
    for (at, &value) in values.iter().enumerate() {
        let (row, column) = (at / columns, at % columns);
        let sound = match row.cmp(&column) {
            std::cmp::Ordering::Equal => value >= 1.0 / LARGEST_FACTOR,
            std::cmp::Ordering::Greater => value == 0.0,
            std::cmp::Ordering::Less => true,
        };
        if !sound {
            let came = format!("{value} in row {row}, column {column} of a factor");
            return Err(wrong(name, came, "upper triangular factors with a diagonal above 1e-155"));
        }
        matrix.set(column, row, value);
    }
    Ok(packed(form, &matrix))
}

fn check_shape(name: &str, points: &Points, (rows, columns): (usize, usize)) -> Result<(), ClusterError> {
    if (points.rows(), points.columns()) == (rows, columns) {
        return Ok(());
    }
    let came = format!("{} × {} numbers", points.rows(), points.columns());
    Err(wrong(name, came, &format!("{rows} × {columns}, as the means have it")))
}

fn check_numbers(name: &str, points: &Points, allowed: &str, sound: impl Fn(f64) -> bool) -> Result<(), ClusterError> {
    match points.first_where(|value| !sound(value)) {
        Some((row, column)) => {
            let came = format!("{} in row {row}, column {column}", points.row(row)[column]);
            Err(wrong(name, came, &format!("numbers {allowed}")))
        }
        None => Ok(()),
    }
}

fn wrong(name: &str, came: String, allowed: &str) -> ClusterError {
    ClusterError::Part { name: name.to_owned(), came, allowed: allowed.to_owned() }
}

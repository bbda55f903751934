//! k-means over chunks: what the rows in memory give, however they are cut, and damage told.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::cell::Cell;

use proptest::prelude::*;
use shoal_cluster::ClusterError;
use shoal_cluster::kmeans::{FromChunks, MiniBatch, Params, fit, fit_chunks, fit_chunks_from, fit_from};
use shoal_kernel::distance::squared;
use shoal_kernel::{Points, Stream};

/// Round groups that touch, far from the origin.
fn blobs(rows: usize, columns: usize, groups: usize) -> Points {
    let mut stream = Stream::new(3, rows as u64);
    let centres: Vec<f64> = (0..groups * columns).map(|_| 1e6 + stream.uniform() * 9.0).collect();
    let group = |row: usize| (row * 7919) % groups;
    let values = (0..rows).flat_map(|row| centres[group(row) * columns..][..columns].to_vec());
    Points::new(values.map(|value| value + stream.normal()).collect(), columns).unwrap()
}

/// The rows in chunks of these sizes, one after the other and again from the first.
fn cut(points: &Points, sizes: &[usize]) -> Vec<Points> {
    let (mut chunks, mut first) = (Vec::new(), 0);
    for &size in sizes.iter().cycle() {
        let last = (first + size).min(points.rows());
        let values = points.values()[first * points.columns()..last * points.columns()].to_vec();
        chunks.push(Points::new(values, points.columns()).unwrap());
        first = last;
        if first == points.rows() {
            return chunks;
        }
    }
    unreachable!("the sizes go round")
}

type Outcome = Result<(FromChunks, Vec<u32>), ClusterError>;

/// Fits to chunks in memory, from `centres` or learned ones, and keeps the labels.
fn run(chunks: &[Points], centres: Option<&Points>, params: &Params) -> Outcome {
    let mut labels = Vec::new();
    let open = || Ok(chunks.iter().map(Ok));
    let take = |_: &_, chunk: &&Points, found: &[u32]| {
        assert_eq!(chunk.rows(), found.len());
        labels.extend_from_slice(found);
        Ok(())
    };
    let fitted = match centres {
        Some(centres) => fit_chunks_from(open, centres, params, take)?,
        None => fit_chunks(open, params, take)?,
    };
    Ok((fitted, labels))
}

/// Equal up to so many times the spread of the groups, which is 1.
fn close(a: &Points, b: &Points) -> bool {
    a.rows() == b.rows() && a.values().iter().zip(b.values()).all(|(a, b)| (a - b).abs() < 1e-9)
}

#[test]
fn chunks_give_what_the_rows_in_memory_give_from_the_same_centres() {
    for (rows, columns, clusters) in [(30_000, 3, 6), (9_000, 1, 4), (20_000, 8, 40)] {
        let points = blobs(rows, columns, clusters);
        let start = points.select(&(0..clusters).collect::<Vec<_>>());
        let params = Params { tol: 1e-6, ..Params::default() };
        let memory = fit_from(&points, &start, &params).unwrap();
        let (fitted, labels) = run(&cut(&points, &[7_000, 1, 4_096]), Some(&start), &params).unwrap();
        let expected = memory.labels.complete().unwrap();
        assert_eq!(labels, expected.as_slice());
        assert!(close(fitted.model.centres(), memory.centres().unwrap()));
        assert!((fitted.inertia / memory.trace.loss.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((fitted.iterations, fitted.converged), (memory.trace.iterations, memory.trace.converged));
        assert_eq!(fitted.passes, fitted.iterations + 1);
        let sizes: Vec<u64> = expected.sizes().iter().map(|&size| size as u64).collect();
        assert_eq!((fitted.sizes, fitted.rows), (sizes, rows as u64));
    }
}

#[test]
fn neither_the_cutting_nor_the_threads_change_a_bit() {
    let points = blobs(80_000, 3, 5);
    let params = Params { n_clusters: 5, max_iter: 4, ..Params::default() };
    let expected = run(std::slice::from_ref(&points), None, &params).unwrap();
    assert_eq!(expected.0.passes, expected.0.iterations + 2);
    for sizes in [&[1_000][..], &[4_096], &[37, 0, 16_384, 5], &[79_999, 1]] {
        assert_eq!(run(&cut(&points, sizes), None, &params).unwrap(), expected);
    }
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| run(&cut(&points, &[30_000]), None, &params).unwrap()), expected);
    }
    let small = Params { batch_rows: 500, ..params };
    assert_eq!(
        run(&cut(&points, &[33]), None, &small).unwrap(),
        run(std::slice::from_ref(&points), None, &small).unwrap()
    );
}

#[test]
fn exact_passes_better_what_was_learned() {
    let points = blobs(60_000, 3, 5);
    let chunks = cut(&points, &[10_000]);
    let (fitted, labels) = run(&chunks, None, &Params::new(5, 1)).unwrap();
    let mut learner = MiniBatch::new(&Params::new(5, 1)).unwrap();
    chunks.iter().for_each(|chunk| learner.learn(chunk).unwrap());
    let learned = learner.finish().unwrap().model;
    let loss = |labels: &[u32], centres: &Points| -> f64 {
        points.iter().zip(labels).map(|(row, &label)| squared(row, centres.row(label as usize))).sum()
    };
    assert!(fitted.inertia < loss(&learned.predict(&points).unwrap(), learned.centres()));
    assert!((loss(&labels, fitted.model.centres()) / fitted.inertia - 1.0).abs() < 1e-12);
    assert_eq!(fitted.model.predict(&points).unwrap(), labels);
    let full = fit(&points, &Params::new(5, 1)).unwrap();
    assert!(fitted.inertia <= full.trace.loss.unwrap() * 1.001);
}

#[test]
fn sorted_rows_end_where_mixed_rows_do() {
    let mixed = blobs(150_000, 2, 6);
    let mut order: Vec<usize> = (0..mixed.rows()).collect();
    order.sort_by(|&a, &b| mixed.row(a)[0].total_cmp(&mixed.row(b)[0]));
    let sorted = mixed.select(&order);
    let full = fit(&mixed, &Params::new(6, 2)).unwrap().trace.loss.unwrap();
    for points in [mixed, sorted] {
        let (fitted, _) = run(&cut(&points, &[20_000]), None, &Params::new(6, 2)).unwrap();
        assert!(fitted.inertia <= full * 1.001, "{} {full}", fitted.inertia);
    }
}

#[test]
fn centres_without_rows_get_the_farthest_and_others_are_dropped() {
    let points = blobs(9_000, 2, 3);
    let far = |x: f64| vec![1e6 + x, 1e6 - 5.0 * x];
    let start = [points.row(0).to_vec(), far(9_000.0), points.row(1).to_vec(), far(-7_000.0), far(8e4)].concat();
    let start = Points::new(start, 2).unwrap();
    let params = Params { tol: 0.0, ..Params::default() };
    let memory = fit_from(&points, &start, &params).unwrap();
    let (fitted, labels) = run(&cut(&points, &[4_000]), Some(&start), &params).unwrap();
    assert_eq!(labels, memory.labels.complete().unwrap().as_slice());
    assert!(close(fitted.model.centres(), memory.centres().unwrap()) && fitted.sizes.len() == 5);
    // Two different rows alone: the third centre stays empty, and another pass says so before labels are handed out.
    let two = Points::new([4.0, 9.0].repeat(3_000), 1).unwrap();
    let (fitted, labels) = run(&cut(&two, &[999]), None, &Params::new(3, 0)).unwrap();
    assert_eq!((fitted.model.centres().values(), &fitted.sizes[..]), (&[4.0, 9.0][..], &[3_000, 3_000][..]));
    assert_eq!((labels[..4].to_vec(), fitted.inertia), (vec![0, 1, 0, 1], 0.0));
    let start = Points::new(vec![70.0, 9.0, 3.0], 1).unwrap();
    let (fitted, labels) = run(&cut(&two, &[999]), Some(&start), &Params::default()).unwrap();
    let memory = fit_from(&two, &start, &Params::default()).unwrap();
    assert_eq!((Some(fitted.model.centres()), fitted.sizes.len()), (memory.centres(), 2));
    assert_eq!(labels, memory.labels.complete().unwrap().as_slice());
}

#[test]
fn one_row_and_too_few() {
    let one = [Points::new(vec![3.0, 4.0], 2).unwrap()];
    let (fitted, labels) = run(&one, None, &Params::new(1, 0)).unwrap();
    assert_eq!((fitted.model.centres().values(), fitted.inertia, &labels[..]), (&[3.0, 4.0][..], 0.0, &[0][..]));
    let too_few = Err(ClusterError::MoreClustersThanRows { n_clusters: 2, rows: 1 });
    assert_eq!(run(&one, None, &Params::new(2, 0)), too_few);
    let centres = Points::new(vec![0.0; 4], 2).unwrap();
    assert_eq!(run(&one, Some(&centres), &Params::default()), too_few);
    assert_eq!(run(&[], None, &Params::default()), Err(ClusterError::NoRows));
    let none = Points::new(Vec::new(), 3).unwrap();
    assert_eq!(run(&[none], Some(&centres), &Params::default()), Err(ClusterError::NoRows));
    let refused = |params: &Params| run(&one, None, params).unwrap_err().to_string();
    let message = refused(&Params { n_clusters: 1, min_cluster_size: 2, ..Params::default() });
    assert_eq!(message, "parameter `min_cluster_size`: 2, allowed is 1 with batches");
    assert!(refused(&Params { tol: 3.0, ..Params::default() }).starts_with("parameter `tol`"));
    let wrong = Points::new(vec![f64::NAN; 2], 2).unwrap();
    assert!(matches!(run(&one, Some(&wrong), &Params::default()), Err(ClusterError::Value { .. })));
    let huge = Points::new(vec![-1e139, 1e139, -1.1e139, 1.1e139], 1).unwrap();
    assert_eq!(run(&[huge], None, &Params::new(2, 0)).unwrap().0.sizes, [2, 2]);
}

/// Fits to four chunks of 300 rows, of which `damage` may change one in one pass; what is refused.
fn refusal(damage: impl Fn(usize, usize, &mut Vec<Points>)) -> String {
    let passes = Cell::new(0);
    let open = || {
        passes.set(passes.get() + 1);
        let mut chunks = cut(&blobs(1_200, 2, 3), &[300]);
        for chunk in 0..4 {
            damage(passes.get(), chunk, &mut chunks);
        }
        Ok(chunks.into_iter().map(Ok))
    };
    let nothing = |_: &_, _: &Points, _: &[u32]| Ok::<(), ClusterError>(());
    fit_chunks(open, &Params::new(3, 0), nothing).unwrap_err().to_string()
}

#[test]
fn damage_is_told_with_its_place() {
    let change = |chunk: &mut Points, value: f64| {
        let mut values = chunk.values().to_vec();
        values[9] = value;
        *chunk = Points::new(values, 2).unwrap();
    };
    let message = refusal(|pass, at, chunks| {
        if (pass, at) == (2, 2) {
            change(&mut chunks[at], f64::NAN);
        }
    });
    assert!(message.starts_with("value in row 604, column 1 (both from 0): NaN, allowed are"), "{message}");
    let message = refusal(|_, at, chunks| {
        if at == 3 {
            chunks[at] = Points::new(vec![1.0; 9], 3).unwrap();
        }
    });
    assert_eq!(message, "columns of the chunk that begins with row 900 (from 0): 3, allowed is 2");
    let told = |came: &str| {
        format!("pass 2 over the chunks: {came}, allowed are the 1200 rows of the first pass as they were")
    };
    let other = |pass, at, chunks: &mut Vec<Points>| {
        if (pass, at) == (2, 2) {
            change(&mut chunks[at], 1e6 + 0.5);
        }
    };
    assert_eq!(refusal(other), told("as many rows with other values"));
    let swapped = |pass: usize, at, chunks: &mut Vec<Points>| {
        if (pass, at) == (2, 2) {
            chunks.swap(0, 1);
        }
    };
    assert_eq!(refusal(swapped), told("as many rows with other values"));
    let fewer = |pass, at, chunks: &mut Vec<Points>| {
        if (pass, at) == (2, 3) {
            chunks.truncate(3);
        }
    };
    assert_eq!(refusal(fewer), told("900 rows"));
    let more = |pass, at, chunks: &mut Vec<Points>| {
        if (pass, at) == (2, 3) {
            let again = chunks[0].clone();
            chunks.push(again);
        }
    };
    assert_eq!(refusal(more), told("more than 1200 rows"));
}

#[derive(Debug, PartialEq)]
enum Trouble {
    Disk(usize),
    Shoal(ClusterError),
}

impl From<ClusterError> for Trouble {
    fn from(error: ClusterError) -> Self {
        Self::Shoal(error)
    }
}

#[test]
fn errors_of_the_source_and_of_the_caller_go_through_untouched() {
    let chunk = Points::new(vec![1.0, 2.0, 3.0], 1).unwrap();
    let passes = Cell::new(0);
    let fit = |opens: usize, reads: usize, takes: bool| {
        passes.set(0);
        let open = || {
            passes.set(passes.get() + 1);
            match passes.get() == opens {
                true => Err(Trouble::Disk(opens)),
                false => {
                    let fails = passes.get() == reads;
                    Ok([Ok(chunk.clone()), if fails { Err(Trouble::Disk(reads)) } else { Ok(chunk.clone()) }])
                }
            }
        };
        let take = |_: &_, _: &Points, _: &[u32]| if takes { Ok(()) } else { Err(Trouble::Disk(99)) };
        fit_chunks(open, &Params::new(2, 0), take).map(|fitted| fitted.rows)
    };
    assert_eq!(fit(2, 9, true), Err(Trouble::Disk(2)));
    assert_eq!(fit(9, 1, true), Err(Trouble::Disk(1)));
    assert_eq!(fit(9, 3, true), Err(Trouble::Disk(3)));
    assert_eq!(fit(9, 9, false), Err(Trouble::Disk(99)));
    assert_eq!(fit(9, 9, true), Ok(6));
}

#[test]
fn more_rows_than_single_precision_counts_are_counted_and_averaged_exactly() {
    // 2²⁴ = 16,777,216; the same chunk in memory again and again.
    let chunk = Points::new((0..100_000).map(|row| f64::from(row % 1000)).collect(), 1).unwrap();
    let few = Points::new(vec![1e6; 1000], 1).unwrap();
    let open = || Ok(std::iter::repeat_n(&chunk, 200).chain([&few]).map(Ok));
    let start = Points::new(vec![10.0, 5e5], 1).unwrap();
    let nothing = |_: &_, _: &&Points, _: &[u32]| Ok::<(), ClusterError>(());
    let fitted = fit_chunks_from(open, &start, &Params::default(), nothing).unwrap();
    assert_eq!(fitted.sizes, [20_000_000, 1000]);
    assert_eq!(fitted.model.centres().values(), [499.5, 1e6]);
}

/// Plain k-means: labels, means, inertia.
fn twin(points: &Points, start: &Points, iterations: usize) -> (Vec<u32>, Vec<f64>, f64) {
    let nearest = |row: &[f64], centres: &[Vec<f64>]| {
        (0..centres.len()).min_by(|&a, &b| squared(row, &centres[a]).total_cmp(&squared(row, &centres[b]))).unwrap()
    };
    let mut centres: Vec<Vec<f64>> = start.iter().map(<[f64]>::to_vec).collect();
    for _ in 0..iterations {
        let labels: Vec<usize> = points.iter().map(|row| nearest(row, &centres)).collect();
        for (cluster, centre) in centres.iter_mut().enumerate() {
            let rows: Vec<&[f64]> =
                points.iter().zip(&labels).filter(|it| *it.1 == cluster).map(|(row, _)| row).collect();
            if !rows.is_empty() {
                *centre = (0..points.columns())
                    .map(|c| rows.iter().map(|row| row[c]).sum::<f64>() / rows.len() as f64)
                    .collect();
            }
        }
    }
    let labels: Vec<usize> = points.iter().map(|row| nearest(row, &centres)).collect();
    let inertia = points.iter().zip(&labels).map(|(row, &label)| squared(row, &centres[label])).sum();
    (labels.into_iter().map(|label| label as u32).collect(), centres.concat(), inertia)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn small_tables_agree_with_plain_k_means(
        values in prop::collection::vec(-50i32..50, 8..300),
        sizes in prop::collection::vec(1usize..90, 1..4),
        iterations in 1usize..6,
    ) {
        let rows = values.len() / 2;
        let points = Points::new(values[..rows * 2].iter().map(|&value| f64::from(value) / 8.0).collect(), 2).unwrap();
        let start = points.select(&[0, 1, 2]);
        let params = Params { max_iter: iterations, tol: 0.0, ..Params::default() };
        let (fitted, labels) = run(&cut(&points, &sizes), Some(&start), &params).unwrap();
        // Equal starting rows leave a centre empty, which the twin has no rule for.
        if fitted.sizes.len() == 3 && start.row(0) != start.row(1) && start.row(1) != start.row(2) && start.row(0) != start.row(2) {
            let (expected, centres, inertia) = twin(&points, &start, iterations);
            prop_assert_eq!(labels, expected);
            prop_assert!(fitted.model.centres().values().iter().zip(&centres).all(|(a, b)| (a - b).abs() < 1e-9));
            prop_assert!((fitted.inertia - inertia).abs() <= 1e-9 * (1.0 + inertia));
        }
    }
}

//! Tables of RFM segments: the shipped ones divide all customers, published ones are seen through, and repairs are sound and
//! as small as they can be.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use shoal_segment::rfm::{Area, Cell, CellSet, Repair, SHIPPED, Segment, Table, check, repair, shipped};

const R_PACKAGE: &str = include_str!("rfm_tables/r_package.toml");
const ELEVEN_PUBLISHED: &str = include_str!("rfm_tables/eleven_published.toml");

fn table(text: &str) -> Table {
    text.parse().unwrap()
}

#[test]
fn every_cell_of_every_shipped_table_is_in_exactly_one_segment() {
    for shipped in SHIPPED {
        let table = shipped.table().unwrap();
        for cell in Cell::all() {
            let claims = table.segments.iter().filter(|segment| segment.cells().contains(cell)).count();
            assert_eq!(claims, 1, "{}: {cell}", shipped.name);
        }
        // Nor is a cell written twice within a segment.
        let written: usize = table.segments.iter().flat_map(|s| &s.areas).map(|area| area.cells().len()).sum();
        assert_eq!(written, 125, "{}", shipped.name);
        let report = check(&table);
        assert!(report.fine && report.unreachable.is_empty() && report.gaps.count == 0, "{report:?}");
        assert_eq!(repair(&table), Some(Repair { table, changed: CellSet::NONE, dropped: Vec::new() }));
    }
    let names = SHIPPED.map(|shipped| (shipped.name, shipped.table().unwrap().segments.len()));
    assert_eq!(names, [("ten", 10), ("eleven", 11), ("six", 6)]);
    assert_eq!(names.map(|(name, _)| name), shoal_segment::rfm::shipped::NAMES);
    assert!(shipped("nine").unwrap_err().message.contains("eleven"));
}

/// The ranges as published: recency, and the mean of frequency and monetary score, doubled.
const ELEVEN_MEANS: [([u8; 2], [u8; 2]); 11] = [
    ([4, 5], [8, 10]),
    ([2, 5], [6, 10]),
    ([3, 5], [2, 6]),
    ([4, 5], [0, 2]),
    ([3, 4], [0, 2]),
    ([2, 3], [4, 6]),
    ([2, 3], [0, 4]),
    ([0, 2], [4, 10]),
    ([0, 1], [8, 10]),
    ([1, 2], [2, 4]),
    ([0, 2], [0, 4]),
];

#[test]
fn the_eleven_names_keep_to_what_was_published() {
    let owners = shipped("eleven").unwrap().table().unwrap().owners().unwrap();
    let claims = |cell: Cell, (r, fm): ([u8; 2], [u8; 2])| {
        let [recency, frequency, monetary] = cell.scores();
        (r[0]..=r[1]).contains(&recency) && (fm[0]..=fm[1]).contains(&(frequency + monetary))
    };
    for cell in Cell::all() {
        assert!(claims(cell, ELEVEN_MEANS[owners[cell.index()]]), "{cell}");
    }
    let contested = |cell: &Cell| ELEVEN_MEANS.iter().filter(|ranges| claims(*cell, **ranges)).count() > 1;
    assert_eq!(Cell::all().filter(contested).count(), 76, "as the file's comment says");
    let report = check(&table(ELEVEN_PUBLISHED));
    assert_eq!((report.overlapping(), report.gaps.count), (42, 36), "as the file's comment says");
    let unreachable: Vec<&str> = report.unreachable.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(unreachable, ["Recent Customers", "Promising", "Can't Lose Them", "Lost"]);
}

#[test]
fn the_table_of_the_r_package_is_seen_through() {
    let report = check(&table(R_PACKAGE));
    assert_eq!((report.overlapping(), report.gaps.count, report.fine), (58, 10, false));
    assert!(report.unreachable.is_empty() && report.empty.is_empty() && report.repeated_names.is_empty());
    let champions = &report.segments[0];
    assert_eq!((champions.cells, champions.alone), (1, 0));
    let mended = repair(&table(R_PACKAGE)).unwrap();
    assert_eq!((mended.changed.len(), mended.dropped.len(), mended.table.segments.len()), (68, 0, 10));
    sound(&table(R_PACKAGE), &mended);
}

#[test]
fn unreachable_segments_get_their_cells_as_exceptions() {
    let mended = repair(&table(ELEVEN_PUBLISHED)).unwrap();
    sound(&table(ELEVEN_PUBLISHED), &mended);
    let cells = |name: &str| mended.table.segments.iter().find(|s| s.name == name).unwrap().cells();
    assert_eq!(cells("Can't Lose Them"), "r1 f4-5 m4-5".parse::<Area>().unwrap().cells());
    assert!(cells("Recent Customers").contains(Cell::new([5, 1, 1]).unwrap()));
    assert!(mended.dropped.is_empty());
}

#[test]
fn repairs_that_cannot_keep_everybody() {
    assert_eq!(repair(&table("")), None);
    assert_eq!(repair(&table("[[segment]]\nname = 'a'\n")), None);
    let twins = table(
        "[[segment]]\nname='a'\ncells=['r5']\n[[segment]]\nname='b'\ncells=['r1 f1 m1']\n[[segment]]\nname='c'\ncells=['r1 f1 m1']\n[[segment]]\nname='d'",
    );
    let mended = repair(&twins).unwrap();
    assert_eq!(mended.dropped, ["c", "d"]);
    sound(&twins, &mended);
    let report = check(&twins);
    assert_eq!((report.empty, report.unreachable[0].behind.clone()), (vec!["d".to_owned()], vec!["b".to_owned()]));
}

#[test]
fn entries_of_one_name_are_one_segment() {
    let split = table(
        "[[segment]]\nname='a'\ncells=['r5']\n[[segment]]\nname='b'\ncells=['r1-3']\n[[segment]]\nname='a'\ncells=['r4']",
    );
    let report = check(&split);
    assert_eq!((report.fine, report.repeated_names), (false, vec!["a".to_owned()]));
    let mended = repair(&split).unwrap();
    assert_eq!((mended.changed, mended.table.segments.len()), (CellSet::NONE, 2));
    assert!(check(&mended.table).fine);
}

#[test]
fn a_gap_goes_to_its_nearest_neighbours() {
    let gap = table(
        "[[segment]]\nname='low'\ncells=['r1-2']\n[[segment]]\nname='high'\ncells=['r4-5']\n[[segment]]\nname='corner'\ncells=['r3 f5 m5']",
    );
    let mended = repair(&gap).unwrap();
    let owners = mended.table.owners().unwrap();
    let owner = |scores| owners[Cell::new(scores).unwrap().index()];
    assert_eq!(owner([3, 1, 1]), 0, "as near to low as to high: the first in the table");
    assert_eq!(owner([3, 5, 4]), 0, "one step to each of the three: the first in the table");
    assert_eq!(mended.changed.len(), 24);
}

/// What every repair promises.
fn sound(before: &Table, mended: &Repair) {
    let report = check(&mended.table);
    assert!(report.fine, "{report:?}");
    let owners = mended.table.owners().unwrap();
    for (cell, claimants) in Cell::all().zip(before.claimants()) {
        let names: Vec<&str> = claimants.iter().map(|&at| before.segments[at].name.as_str()).collect();
        let owner = mended.table.segments[owners[cell.index()]].name.as_str();
        assert!(names.is_empty() || names.contains(&owner), "{cell} goes to one of its claimants");
        let mut distinct = names.clone();
        distinct.dedup();
        assert_eq!(mended.changed.contains(cell), distinct.len() != 1, "{cell}");
    }
    let again = repair(&mended.table).unwrap();
    assert_eq!((again.changed, &again.table), (CellSet::NONE, &mended.table), "a repaired table is repaired to itself");
    assert_eq!(mended.table.to_toml().parse::<Table>().unwrap(), mended.table);
}

fn areas() -> impl Strategy<Value = Vec<Area>> {
    let ends = || (1u8..=5, 1u8..=5).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let area = (ends(), ends(), ends()).prop_map(|(r, f, m)| Area::new([r, f, m]).unwrap());
    prop::collection::vec(area, 0..4)
}

fn tables() -> impl Strategy<Value = Table> {
    prop::collection::vec(areas(), 1..12).prop_map(|segments| {
        let segments = segments.into_iter().enumerate();
        Table {
            title: "t".into(),
            segments: segments.map(|(at, areas)| Segment { name: format!("s{at}"), areas }).collect(),
        }
    })
}

/// A table in which all but a few cells are claimed by one segment alone; who claims the few is drawn as bits.
fn nearly_whole(claims: &[u8], others: usize) -> Table {
    let few: Vec<Cell> = Cell::all().step_by(17).take(claims.len()).collect();
    let whole = CellSet::ALL.without(few.iter().copied().collect());
    let of = |at: usize| few.iter().zip(claims).filter(move |(_, bits)| *bits >> at & 1 == 1).map(|(cell, _)| *cell);
    let segment = |name: String, cells: CellSet| Segment { name, areas: shoal_segment::rfm::cover::cover(cells) };
    let base = segment("base".into(), whole.or(of(0).collect()));
    let rest = (1..=others).map(|at| segment(format!("s{at}"), of(at).collect()));
    Table { title: String::new(), segments: std::iter::once(base).chain(rest).collect() }
}

/// Tries every way of giving each contested cell to one of its claimants: how many segments can have a cell at most.
fn most_segments(table: &Table) -> usize {
    let claimants = table.claimants();
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for claimants in claimants.iter().filter(|claimants| !claimants.is_empty()) {
        if let [only] = claimants[..] {
            ways.iter_mut().for_each(|way| {
                if !way.contains(&only) {
                    way.push(only);
                }
            });
        } else {
            ways =
                ways.iter().flat_map(|way| claimants.iter().map(move |&at| [way.clone(), vec![at]].concat())).collect();
        }
    }
    let distinct = |mut way: Vec<usize>| {
        way.sort_unstable();
        way.dedup();
        way.len()
    };
    ways.into_iter().map(distinct).max().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_repaired_to_a_partition_with_the_fewest_changes(table in tables()) {
        match repair(&table) {
            Some(mended) => sound(&table, &mended),
            None => prop_assert!(table.segments.iter().all(|segment| segment.areas.is_empty())),
        }
    }

    #[test]
    fn as_many_segments_stay_as_can(claims in prop::collection::vec(0u8..16, 1..6)) {
        let table = nearly_whole(&claims, 3);
        let mended = repair(&table).unwrap();
        sound(&table, &mended);
        prop_assert_eq!(mended.table.segments.len(), most_segments(&table));
        prop_assert_eq!(mended.table.segments.len() + mended.dropped.len(), table.segments.len());
    }

    #[test]
    fn the_check_agrees_with_counting(table in tables()) {
        let report = check(&table);
        let cells = |segment: &Segment| segment.areas.iter().flat_map(|area| area.cells().iter()).collect::<Vec<Cell>>();
        let cells: Vec<Vec<Cell>> = table.segments.iter().map(cells).collect();
        let claims: Vec<Vec<usize>> = Cell::all()
            .map(|cell| (0..cells.len()).filter(|&at| cells[at].contains(&cell)).collect())
            .collect();
        prop_assert_eq!(report.overlapping(), claims.iter().filter(|claims| claims.len() > 1).count());
        prop_assert_eq!(report.gaps.count, claims.iter().filter(|claims| claims.is_empty()).count());
        prop_assert_eq!(report.fine, table.owners().is_some());
        let reached: Vec<usize> = claims.iter().filter_map(|claims| claims.first().copied()).collect();
        for (at, segment) in table.segments.iter().enumerate() {
            let listed = report.unreachable.iter().any(|it| it.name == segment.name);
            prop_assert_eq!(listed, !segment.areas.is_empty() && !reached.contains(&at));
        }
    }
}

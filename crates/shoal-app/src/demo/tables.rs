//! The shop's tables as CSV files.

use super::dirt;
use crate::error::Error;
use crate::folder::Staging;
use shoal_segment::date::{Moment, SECONDS_PER_DAY};
use shoal_segment::shop::{Line, Shop};
use std::io::Write;
use std::path::Path;

/// The tables that `run` is given.
pub(super) const INPUTS: [&str; 3] = ["Customers.csv", "Transactions.csv", "Products.csv"];

/// The table that says of which kind every customer is.
pub(super) const TRUTH: &str = "Truth.csv";

/// Writes the four files. No field needs quotes: ids, regions, categories and names are plain words.
pub(super) fn write(staging: &Staging, shop: &Shop, seed: u64) -> Result<(), Error> {
    file(staging, INPUTS[0], |to| {
        writeln!(to, "CustomerID,Region,SignupDate")?;
        shop.customers.iter().try_for_each(|c| writeln!(to, "{},{},{}", c.id, c.region, c.signup))
    })?;
    file(staging, INPUTS[2], |to| {
        writeln!(to, "ProductID,ProductName,Category,Price")?;
        shop.products
            .iter()
            .try_for_each(|p| writeln!(to, "{},{},{},{}", p.id, p.name, p.category, price(p.price_minor)))
    })?;
    file(staging, TRUTH, |to| {
        writeln!(to, "CustomerID,Kind")?;
        shop.customers.iter().try_for_each(|c| writeln!(to, "{},{}", c.id, c.kind.word()))
    })?;
    file(staging, INPUTS[1], |to| {
        writeln!(to, "OrderID,CustomerID,ProductID,OrderDate,Quantity,UnitPrice")?;
        for (at, line) in shop.lines.iter().enumerate() {
            writeln!(to, "{}", row(shop, line))?;
            if let Some(soiled) = dirt::after(at, shop, line, seed) {
                writeln!(to, "{soiled}")?;
            }
        }
        Ok(())
    })
}

fn file(
    staging: &Staging,
    name: &str,
    content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Error> {
    let mut to = staging.create(name)?;
    content(&mut to).and_then(|()| to.flush()).map_err(|error| Error::world("write", Path::new(name), &error))
}

/// A line of a transaction table.
pub(super) fn row(shop: &Shop, line: &Line) -> String {
    fields(&line.order, &shop.customers[line.customer].id, shop, line, &line.quantity.to_string())
}

/// The same with some fields replaced.
pub(super) fn fields(order: &str, customer: &str, shop: &Shop, line: &Line, quantity: &str) -> String {
    let product = &shop.products[line.product];
    format!("{order},{customer},{},{},{quantity},{}", product.id, moment(line.time), price(product.price_minor))
}

/// `YYYY-MM-DD HH:MM`.
fn moment(time: Moment) -> String {
    let minutes = time.0.rem_euclid(SECONDS_PER_DAY) / 60;
    format!("{} {:02}:{:02}", time.day(), minutes / 60, minutes % 60)
}

fn price(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

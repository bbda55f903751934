//! Workbooks that are damaged, protected, old or no workbooks, and sheets that hold no table.

use crate::case::{read, refused};
use crate::inputs::{sales, workbook, write_sales};
use flate2::Crc;
use rust_xlsxwriter::{Format, Formula, Worksheet};

fn table(sheet: &mut Worksheet) {
    write_sales(sheet, 0);
}

#[test]
fn files_that_are_no_workbook() {
    let whole = workbook(&[("Sales", table)]);
    let words = ["`t.xlsx` cannot be read as a workbook", "open it in a spreadsheet program and save it again"];
    refused("cut in the middle").file("t.xlsx", &whole[..whole.len() / 2]).says(&words);
    refused("without the last byte").file("t.xlsx", &whole[..whole.len() - 1]).says(&words);
    refused("nothing but the mark of a zip").file("t.xlsx", b"PK\x03\x04").says(&words);
    let mut flipped = whole.clone();
    flipped[whole.len() / 2..whole.len() / 2 + 40].fill(0x55);
    refused("flipped bytes").file("t.xlsx", flipped).says(&words);
    let zip = zip(&[("readme.txt", b"hello")]);
    refused("a zip that is no workbook").file("t.zip", &zip).says(&["`t.zip` cannot be read as a workbook"]);
    refused("an empty zip")
        .file("t.zip", [b"PK\x05\x06".as_slice(), &[0; 18]].concat())
        .says(&["`t.zip` is an empty zip archive"]);
    let endless = stored_with_size(&zip, u32::MAX - 1);
    refused("a bomb of a workbook").file("t.xlsx", endless).says(&["gives more than 250", "save its table as .csv"]);
    let ole = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 3000]].concat();
    refused("an old workbook").file("t.xls", &ole).says(&["old or protected Excel workbook", "without a password"]);
    refused("a protected workbook")
        .file("t.xlsx", &ole)
        .says(&["old or protected Excel workbook", "without a password"]);
    read("text called .xlsx", &[("kept", 60)]).file("t.xlsx", sales()).says(&["CSV"]);
    read("a workbook called .csv", &[("kept", 60)]).file("t.csv", &whole).says(&["Excel workbook"]);
}

#[test]
fn sheets_without_a_table() {
    refused("empty sheets").file("t.xlsx", workbook(&[("A", |_| ()), ("B", |_| ())])).says(&["`t.xlsx` is empty"]);
    read("an empty sheet beside", &[("kept", 60)]).file("t.xlsx", workbook(&[("A", |_| ()), ("B", table)])).says(&[]);
    refused("a header alone")
        .file(
            "t.xlsx",
            workbook(&[("A", |sheet| {
                sheet.write_string(0, 0, "customer").unwrap();
            })]),
        )
        .says(&["no rows"]);
    refused("merged cells above the header")
        .file(
            "t.xlsx",
            workbook(&[("Sales", |sheet| {
                sheet.merge_range(0, 0, 1, 4, "Sales of 2024", &Format::new()).unwrap();
                write_sales(sheet, 3);
            })]),
        )
        .says(&["`t.xlsx [Sales]`", "`Sales of 2024`", "delete the rows above"]);
    read("a hidden sheet with a copy", &[("kept", 60)])
        .file(
            "t.xlsx",
            workbook(&[
                ("Sales", table),
                ("Old", |sheet| {
                    sheet.set_hidden(true);
                    table(sheet)
                }),
            ]),
        )
        .says(&["the sheet `Old` is hidden and was not read"]);
    read("words beside the table", &[("kept", 60)])
        .file(
            "t.xlsx",
            workbook(&[
                ("Sales", table),
                ("Words", |sheet| {
                    for (row, word) in ["name", "Ann", "Bob"].into_iter().enumerate() {
                        sheet.write_string(row as u32, 0, word).unwrap();
                    }
                }),
            ]),
        )
        .says(&["`t.xlsx [Words]`"]);
}

#[test]
fn cells() {
    let errors = |sheet: &mut Worksheet| {
        table(sheet);
        for (row, error) in [(61, "#N/A"), (62, "#DIV/0!"), (63, "#REF!")] {
            for (column, text) in ["1", "C05", "2024-01-01", "1"].into_iter().enumerate() {
                sheet.write_string(row, column as u16, text).unwrap();
            }
            sheet.write_formula(row, 4, Formula::new("=NA()").set_result(error)).unwrap();
        }
    };
    read("errors of formulas", &[("kept", 60), ("empty_value", 3)])
        .file("t.xlsx", workbook(&[("Sales", errors)]))
        .says(&["t.xlsx [Sales],62,"]);
    let beside = |sheet: &mut Worksheet| {
        table(sheet);
        sheet.write_string(30, 9, "look!").unwrap();
    };
    read("a remark beside the table", &[("kept", 59), ("wrong_field_count", 1)])
        .file("t.xlsx", workbook(&[("Sales", beside)]))
        .says(&["t.xlsx [Sales],31,"]);
    let wide = |sheet: &mut Worksheet| {
        table(sheet);
        sheet.write_string(0, 16_383, "the last column").unwrap();
        for row in 0..60_000 {
            sheet.write_number(row + 61, 0, 1).unwrap();
        }
    };
    refused("a name in the last column of all")
        .file("t.xlsx", workbook(&[("Sales", wide)]))
        .says(&["`t.xlsx [Sales]` has 16384 columns, and hardly one in 64", "stray cell"]);
}

#[test]
fn places_that_no_sheet_has() {
    refused("one cell").file("t.xlsx", one_cell_at("A1")).says(&["`t.xlsx` has a header (`1`) but no rows"]);
    refused("a cell in column ZZZZZ")
        .file("t.xlsx", one_cell_at("ZZZZZ1"))
        .says(&["`t.xlsx [Sales]` cannot be read as a workbook", "stands in column 12356630, and a sheet has 16384"]);
}

/// A workbook with one cell, which says that it stands at a place.
fn one_cell_at(place: &str) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org";
    let relation = |kind: &str, target: &str| {
        let kind = format!("{namespace}/officeDocument/2006/relationships/{kind}");
        let relation = format!("<Relationship Id=\"a\" Type=\"{kind}\" Target=\"{target}\"/>");
        format!("<Relationships xmlns=\"{namespace}/package/2006/relationships\">{relation}</Relationships>")
    };
    let book = format!(
        "<workbook xmlns=\"{namespace}/spreadsheetml/2006/main\" xmlns:r=\"{namespace}/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"Sales\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
    );
    let cell = format!("<c r=\"{place}\"><v>1</v></c>");
    let sheet = format!(
        "<worksheet xmlns=\"{namespace}/spreadsheetml/2006/main\"><sheetData><row>{cell}</row></sheetData></worksheet>"
    );
    zip(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A zip of stored files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut checksum = Crc::new();
        checksum.update(content);
        let sizes = [checksum.sum(), content.len() as u32, content.len() as u32].map(u32::to_le_bytes).concat();
        let names = [(name.len() as u16).to_le_bytes(), [0; 2]].concat();
        let offset = (bytes.len() as u32).to_le_bytes();
        let entry = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &sizes, &names].concat();
        bytes.extend([b"PK\x03\x04", &entry[..], name.as_bytes(), content].concat());
        directory.extend([b"PK\x01\x02\x14\0", &entry[..], &[0; 10], &offset, name.as_bytes()].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let ends = [(directory.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes()].concat();
    [&bytes, &directory, &b"PK\x05\x06\0\0\0\0"[..], &count, &count, &ends, &[0; 2]].concat()
}

/// The same with a size that the first file claims in the table of contents.
fn stored_with_size(zip: &[u8], size: u32) -> Vec<u8> {
    let contents = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let mut zip = zip.to_vec();
    zip[contents + 24..contents + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

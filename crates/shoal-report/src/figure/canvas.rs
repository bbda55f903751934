//! The canvas: a kuva scene with one or more frames (axes, grid, labels) to draw marks into.
//!
//! [`Canvas`] owns the scene and writes it as an SVG element that scales with the page and names itself to a screen
//! reader; a [`Frame`] maps values to places inside one pair of axes.

use crate::figure::axis::Axis;
use crate::figure::palette;
use crate::figure::scale::Scale;
use crate::figure::ticks;
use crate::text;
use kuva::backend::svg::SvgBackend;
use kuva::render::axis::{add_axes_and_grid, add_labels_and_title};
use kuva::render::color::Color;
use kuva::render::layout::{AxisLabelOverlap, ComputedLayout, Layout, TickFormat};
use kuva::render::render::{PathData, Primitive, Scene, TextAnchor};
use kuva::render::theme::Theme;
use maud::{Markup, PreEscaped};
use std::fmt::Write as _;
use std::sync::Arc;

const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// What a figure says about itself to those who do not see it.
#[derive(Debug, Clone)]
pub(crate) struct Alt {
    /// Unique within the page; letters, digits and dashes.
    pub(crate) id: String,
    /// A few words.
    pub(crate) title: String,
    /// A sentence.
    pub(crate) description: String,
}

/// Distances of a frame from the canvas's edges, where they are not left to kuva.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins {
    /// From the left and the right edge.
    pub(crate) sides: (f64, f64),
    /// From the top and the bottom edge.
    pub(crate) ends: (f64, f64),
}

/// Which lines stand behind the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grid {
    /// None.
    Bare,
    /// At the ticks of the vertical axis.
    Levels,
    /// At the ticks of both axes.
    Full,
}

/// How a frame is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Size of the tick labels in pixels; the axis labels are one larger.
    pub(crate) text: u32,
    /// About how many ticks an axis has.
    pub(crate) ticks: usize,
    /// Whether the horizontal axis shows its ticks.
    pub(crate) x_ticks: bool,
    /// Whether the vertical axis shows its ticks.
    pub(crate) y_ticks: bool,
    /// The lines behind the marks.
    pub(crate) grid: Grid,
    /// Whether a unit is equally long on both axes.
    pub(crate) equal: bool,
    /// Fixed margins; `None` lets kuva measure the labels at the sides.
    pub(crate) margins: Option<Margins>,
}

impl Default for Look {
    fn default() -> Self {
        Self { text: 11, ticks: 5, x_ticks: true, y_ticks: true, grid: Grid::Full, equal: false, margins: None }
    }
}

impl Look {
    /// The same with room for ticks that kuva does not draw.
    fn without_ticks(self, y: &Axis) -> Self {
        let bottom = if self.x_ticks { 44.0 } else { 28.0 };
        let measured = Margins { sides: (ticks::room(y, self), 14.0), ends: (10.0, bottom) };
        let margins = Some(self.margins.unwrap_or(measured));
        Self { x_ticks: false, y_ticks: false, grid: Grid::Bare, margins, ..self }
    }
}

/// Where on a canvas the values of one pair of axes lie.
pub(crate) struct Frame {
    space: ComputedLayout,
    scales: (Scale, Scale),
}

impl Frame {
    /// The place of a pair of values, in pixels.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.space.map_x(self.scales.0.place(x)), self.space.map_y(self.scales.1.place(y)))
    }

    /// Left, top, right and bottom edge, in pixels.
    pub(crate) fn edges(&self) -> (f64, f64, f64, f64) {
        let space = &self.space;
        (space.margin_left, space.margin_top, space.width - space.margin_right, space.height - space.margin_bottom)
    }
}

/// A figure in the making.
pub(crate) struct Canvas {
    scene: Scene,
}

impl Canvas {
    /// An empty canvas of the given size in pixels.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        let mut scene = Scene::new(width, height);
        scene.background_color = None;
        scene.text_color = Some(palette::INK.to_owned());
        scene.font_family = Some(FONT.to_owned());
        Self { scene }
    }

    /// Draws axes, ticks, grid and labels, and says where values lie.
    pub(crate) fn frame(&mut self, x: &Axis, y: &Axis, look: Look) -> Frame {
        let linear = x.scale == Scale::Linear && y.scale == Scale::Linear;
        let asked = if linear { look } else { look.without_ticks(y) };
        let layout = layout(self.scene.width, self.scene.height, (x, y), asked);
        let space = ComputedLayout::from_layout(&layout);
        add_axes_and_grid(&mut self.scene, &space, &layout);
        add_labels_and_title(&mut self.scene, &space, &layout);
        let frame = Frame { space, scales: (x.scale, y.scale) };
        if !linear {
            ticks::draw(self, &frame, (x, y), look);
        }
        frame
    }

    /// A filled shape given as SVG path data, with a thin outline where one is given.
    pub(crate) fn shape(&mut self, path: String, fill: &str, outline: Option<&str>) {
        self.scene.add(Primitive::Path(Box::new(PathData {
            d: path,
            fill: Some(Color::from(fill)),
            stroke: Color::from(outline.unwrap_or("none")),
            stroke_width: 0.6,
            opacity: None,
            stroke_dasharray: None,
        })));
    }

    /// A stroke along SVG path data.
    pub(crate) fn stroke(&mut self, path: String, colour: &str, width: f64) {
        self.scene.add(Primitive::Path(Box::new(PathData {
            d: path,
            fill: None,
            stroke: Color::from(colour),
            stroke_width: width,
            opacity: None,
            stroke_dasharray: None,
        })));
    }

    /// A straight line.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        self.scene.add(straight(from, to, colour, width));
    }

    /// A dashed line.
    pub(crate) fn dashes(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let mut line = straight(from, to, colour, 1.5);
        if let Primitive::Line { stroke_dasharray, .. } = &mut line {
            *stroke_dasharray = Some("4 3".to_owned());
        }
        self.scene.add(line);
    }

    /// A line of the grid.
    pub(crate) fn hairline(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.scene.add(straight(from, to, palette::GRID, 1.0));
    }

    /// A filled rectangle between two corners.
    pub(crate) fn bar(&mut self, from: (f64, f64), to: (f64, f64), fill: &str) {
        self.scene.add(Primitive::Rect {
            x: from.0.min(to.0),
            y: from.1.min(to.1),
            width: (to.0 - from.0).abs(),
            height: (to.1 - from.1).abs(),
            fill: Color::from(fill),
            stroke: None,
            stroke_width: None,
            opacity: None,
        });
    }

    /// Words centred at a place.
    pub(crate) fn words(&mut self, at: (f64, f64), content: &str, size: u32, colour: &str) {
        self.scene.add(Primitive::Text {
            x: at.0,
            y: at.1,
            content: literal(content),
            size,
            anchor: TextAnchor::Middle,
            rotate: None,
            bold: false,
            color: Some(Color::from(colour)),
        });
    }

    /// Words that end at a place.
    pub(crate) fn words_before(&mut self, at: (f64, f64), content: &str, size: u32) {
        self.scene.add(Primitive::Text {
            x: at.0,
            y: at.1,
            content: literal(content),
            size,
            anchor: TextAnchor::End,
            rotate: None,
            bold: false,
            color: None,
        });
    }

    /// Words centred at a place that run from below to above.
    pub(crate) fn upright(&mut self, at: (f64, f64), content: &str, size: u32) {
        self.scene.add(Primitive::Text {
            x: at.0,
            y: at.1,
            content: literal(content),
            size,
            anchor: TextAnchor::Middle,
            rotate: Some(-90.0),
            bold: false,
            color: None,
        });
    }

    /// Opens a group with the given SVG attributes; [`Canvas::close`] ends it. The attributes are ours, never data.
    pub(crate) fn open(&mut self, attributes: &'static str) {
        self.scene.add(Primitive::GroupStart {
            transform: None,
            title: None,
            extra_attrs: Some(attributes.to_owned()),
        });
    }

    /// Ends a group.
    pub(crate) fn close(&mut self) {
        self.scene.add(Primitive::GroupEnd);
    }

    /// Bold words centred at a place, with a white halo so that they stay readable on marks.
    pub(crate) fn label(&mut self, at: (f64, f64), content: &str, colour: &str) {
        self.open(r##"font-weight="700" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke""##);
        self.words(at, content, 14, colour);
        self.close();
    }

    /// The SVG element: scales with the page, has a title and a description.
    pub(crate) fn finish(self, alt: &Alt) -> Markup {
        let svg = SvgBackend::new().render_scene(&self.scene);
        let body = svg.split_once("-->").map_or(svg.as_str(), |(_, body)| body);
        let mut out = String::with_capacity(body.len() + 512);
        let (width, height, id) = (self.scene.width, self.scene.height, &alt.id);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONT}\" fill=\"{}\"><title id=\"{id}-title\">{}</title>\
             <desc id=\"{id}-desc\">{}</desc>",
            palette::INK,
            escaped(&alt.title),
            escaped(&alt.description),
        );
        out.push_str(body);
        PreEscaped(out)
    }
}

fn straight(from: (f64, f64), to: (f64, f64), colour: &str, width: f64) -> Primitive {
    Primitive::Line {
        x1: from.0,
        y1: from.1,
        x2: to.0,
        y2: to.1,
        stroke: Color::from(colour),
        stroke_width: width,
        stroke_dasharray: None,
    }
}

fn layout(width: f64, height: f64, (x, y): (&Axis, &Axis), look: Look) -> Layout {
    let mut theme = Theme::light();
    theme.axis_color = palette::AXIS.to_owned();
    theme.tick_color = palette::AXIS.to_owned();
    theme.grid_color = palette::GRID.to_owned();
    let mut layout = Layout::new(x.range, y.range)
        .with_width(width)
        .with_height(height)
        .with_x_axis_min(x.range.0)
        .with_x_axis_max(x.range.1)
        .with_y_axis_min(y.range.0)
        .with_y_axis_max(y.range.1)
        .with_ticks(look.ticks)
        .with_theme(theme)
        .with_show_grid(look.grid != Grid::Bare)
        .with_tick_size(look.text)
        .with_label_size(look.text + 1)
        .with_tick_length(4.0)
        .with_x_label_overlap(AxisLabelOverlap::Thin)
        .with_tick_format(TickFormat::Custom(Arc::new(text::tick)));
    layout.show_legend = false;
    if look.grid == Grid::Levels {
        // kuva draws no vertical lines where the axis has categories; these have none, and hide their ticks.
        layout.x_categories = Some(Vec::new());
    }
    layout.x_tick_step = x.step;
    layout.y_tick_step = y.step;
    layout.equal_aspect = look.equal;
    layout.suppress_x_ticks = !look.x_ticks;
    layout.suppress_y_ticks = !look.y_ticks;
    layout.x_label = (!x.label.is_empty()).then(|| literal(&x.label));
    layout.y_label = (!y.label.is_empty()).then(|| literal(&y.label));
    match look.margins {
        Some(margins) => layout
            .with_force_margins(margins.sides.0, margins.sides.1)
            .with_force_margins_y(margins.ends.0, margins.ends.1),
        None if x.label.is_empty() => layout.with_force_margins_y(10.0, 28.0),
        None => layout.with_force_margins_y(10.0, 44.0),
    }
}

/// kuva reads `$…$` as mathematics; here a dollar is a dollar.
fn literal(content: &str) -> String {
    text::plain(content).replace('$', "\\$")
}

/// Text as XML; kuva escapes what it draws, this is for what stands around it.
fn escaped(content: &str) -> String {
    text::plain(content).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

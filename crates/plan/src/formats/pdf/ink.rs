//! What is drawn on a page: letters with their places, and the lines between cells.

use hayro_interpret::font::Glyph as PdfGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};

/// The most letters of a page.
const MOST_LETTERS: usize = 100_000;

/// The most lines drawn on a page.
const MOST_RULES: usize = 4_000;

/// The thickest filled bar that is a line, in points.
const THICKEST: f64 = 2.5;

/// The shortest line that parts cells, in points.
const SHORTEST: f64 = 6.0;

/// A letter, or several that one glyph stands for; distances are points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where the line of text stands.
    pub(super) base: f64,
    /// Size of the type.
    pub(super) size: f64,
}

/// A drawn line, upright or level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) is_level: bool,
    /// Its distance from the top when it is level, from the left when it is upright.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// Everything on a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Ink {
    pub(super) letters: Vec<Letter>,
    pub(super) rules: Vec<Rule>,
    /// Letters of which the file does not say what they are.
    pub(super) unknown: usize,
}

impl Ink {
    fn rule(&mut self, from: Point, to: Point) {
        let (wide, high) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        if self.rules.len() >= MOST_RULES || !(wide + high).is_finite() {
            return;
        }
        if high <= THICKEST && wide >= SHORTEST {
            let at = f64::midpoint(from.y, to.y);
            let (from, to) = (from.x.min(to.x), from.x.max(to.x));
            self.rules.push(Rule { is_level: true, at, from, to });
        } else if wide <= THICKEST && high >= SHORTEST {
            let at = f64::midpoint(from.x, to.x);
            let (from, to) = (from.y.min(to.y), from.y.max(to.y));
            self.rules.push(Rule { is_level: false, at, from, to });
        }
    }

    /// The sides of a stroked path.
    fn sides(&mut self, path: &BezPath, transform: Affine) {
        let (mut first, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => (first, last) = (transform * point, transform * point),
                PathEl::LineTo(point) => {
                    let point = transform * point;
                    self.rule(last, point);
                    last = point;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => last = transform * point,
                PathEl::ClosePath => {
                    self.rule(last, first);
                    last = first;
                }
            }
        }
    }

    /// Thin bars among the pieces of a filled path.
    fn bars(&mut self, path: &BezPath, transform: Affine) {
        let mut piece = BezPath::new();
        let mut close = |piece: &mut BezPath| {
            let bounds = (transform * std::mem::take(piece)).bounding_box();
            if bounds.width() <= THICKEST || bounds.height() <= THICKEST {
                self.rule(Point::new(bounds.x0, bounds.y0), Point::new(bounds.x1, bounds.y1));
            }
        };
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) && !piece.elements().is_empty() {
                close(&mut piece);
            }
            piece.push(*element);
        }
        if !piece.elements().is_empty() {
            close(&mut piece);
        }
    }
}

impl Device<'_> for Ink {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'_>, mode: &PathDrawMode) {
        match mode {
            PathDrawMode::Fill(_) => self.bars(path, transform),
            PathDrawMode::Stroke(_) => self.sides(path, transform),
        }
    }

    fn draw_rect(&mut self, rect: &Rect, transform: Affine, _: &Paint<'_>, mode: &PathDrawMode) {
        let path = rect.to_path(0.1);
        match mode {
            PathDrawMode::Fill(_) => self.bars(&path, transform),
            PathDrawMode::Stroke(_) => self.sides(&path, transform),
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &PdfGlyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let place = transform * glyph_transform;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.unknown += 1;
                return;
            }
        };
        let advance = match glyph {
            PdfGlyph::Outline(outline) => outline.advance_width().map_or(500.0, f64::from),
            PdfGlyph::Type3(_) => 500.0,
        };
        let start = place * Point::ZERO;
        let end = place * Point::new(advance, 0.0);
        let size = (place * Point::new(0.0, 1000.0) - start).hypot();
        let is_level = (end.y - start.y).abs() <= (end.x - start.x).abs();
        let is_sound = [start.x, start.y, end.x, size].iter().all(|value| value.is_finite());
        if is_sound && is_level && size > 0.5 && self.letters.len() < MOST_LETTERS {
            self.letters.push(Letter {
                text,
                left: start.x.min(end.x),
                right: start.x.max(end.x),
                base: start.y,
                size,
            });
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

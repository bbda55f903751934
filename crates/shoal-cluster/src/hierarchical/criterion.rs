//! How the distance of two clusters follows from their rows.

/// The linkage criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// By how much merging raises the sum of squared distances to the means: `√(2 nᵢnⱼ/(nᵢ+nⱼ)) |cᵢ − cⱼ|`.
    Ward,
    /// The mean of all distances between a row of the one and a row of the other.
    Average,
    /// The largest of these distances.
    Complete,
    /// The smallest of them.
    Single,
}

impl Criterion {
    /// Id of the method that uses it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::Average => "average",
            Self::Complete => "complete",
            Self::Single => "single",
        }
    }
}

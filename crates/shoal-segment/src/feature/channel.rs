//! Channel: over how many ways of buying the customer spreads, where the tables tell the channel of a line.

use super::{Compute, Family, Feature, Measure, Need, variety};

/// `channels`: how many.
pub(super) const CHANNELS: Feature = Feature {
    name: "channels",
    label: "channels",
    meaning: "Number of different channels of purchases; lines without a channel do not count.",
    measure: Measure::Channels,
    family: Family::Channel,
    adds_up: false,
    low: "one-channel",
    high: "many-channel",
    needs: &[Need::Channel],
    compute: Compute::History(|history| Some(history.per_channel().len() as f64)),
};

/// `main_channel_share`: how much goes through the main one.
pub(super) const MAIN: Feature = Feature {
    name: "main_channel_share",
    label: "share of the main channel",
    meaning: "Share of the money paid that was paid through the channel that got most; missing when nothing was paid through \
              a known one.",
    measure: Measure::Share,
    low: "channel-switching",
    high: "channel-true",
    compute: Compute::History(|history| variety::largest_share(history.per_channel())),
    ..CHANNELS
};

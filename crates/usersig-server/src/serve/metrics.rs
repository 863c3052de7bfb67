//! Counters for Prometheus.

use super::log::Log;
use super::route::Route;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 12] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteOnly {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ticket {
    sdkappid: u32,
    version: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Verification {
    sdkappid: u32,
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reload {
    result: &'static str,
}

/// All of them. The labels come from the configuration and from fixed lists, so that their number is bounded.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<RouteOnly, Histogram>,
    tickets: Family<Ticket, Counter>,
    verifications: Family<Verification, Counter>,
    reloads: Family<Reload, Counter>,
    pub(super) connections: Gauge,
    pub(super) connections_refused: Counter,
}

impl Metrics {
    pub(super) fn new(log: Log) -> Self {
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let mut metrics = Self {
            registry: Registry::with_prefix("usersig"),
            requests: Family::default(),
            seconds,
            tickets: Family::default(),
            verifications: Family::default(),
            reloads: Family::default(),
            connections: Gauge::default(),
            connections_refused: Counter::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("build", "The version of the service", Info::new([("version", usersig::VERSION)]));
        registry.register("requests", "Answered requests", metrics.requests.clone());
        registry.register("request_seconds", "Time from a request's head to its answer", metrics.seconds.clone());
        registry.register("tickets_issued", "Issued tickets, those of batches included", metrics.tickets.clone());
        registry.register("verifications", "Checked tickets by result", metrics.verifications.clone());
        registry.register("reloads", "Reloads of the configuration", metrics.reloads.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("connections_refused", "Connections beyond the limit", metrics.connections_refused.clone());
        registry.register_collector(Box::new(LogState(log)));
        metrics
    }

    pub(super) fn answered(&self, route: Route, status: u16, time: Duration) {
        let route = route.name();
        self.requests.get_or_create(&Request { route, status }).inc();
        self.seconds.get_or_create(&RouteOnly { route }).observe(time.as_secs_f64());
    }

    pub(super) fn issued(&self, sdkappid: u32, version: &'static str) {
        self.tickets.get_or_create(&Ticket { sdkappid, version }).inc();
    }

    pub(super) fn verified(&self, sdkappid: u32, result: &'static str) {
        self.verifications.get_or_create(&Verification { sdkappid, result }).inc();
    }

    pub(super) fn reloaded(&self, result: &'static str) {
        self.reloads.get_or_create(&Reload { result }).inc();
    }

    /// In the OpenMetrics text format, with no application but those that the caller may see.
    pub(super) fn text(&self, may_see: impl Fn(u32) -> bool) -> String {
        let mut text = String::new();
        // A String takes every text.
        let _ = encode(&mut text, &self.registry);
        let application = |line: &str| line.split_once("{sdkappid=\"")?.1.split_once('"')?.0.parse().ok();
        text.split_inclusive('\n').filter(|line| application(line).is_none_or(&may_see)).collect()
    }
}

/// What the log itself knows.
#[derive(Debug)]
struct LogState(Log);

impl Collector for LogState {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let counter = ConstCounter::new(self.0.dropped());
        let metric =
            encoder.encode_descriptor("log_lines_dropped", "Log lines that stderr did not take", None, counter.metric_type())?;
        counter.encode(metric)?;
        let text = "1 while stderr takes no lines, and so no ticket is issued, for this reason";
        let mut metric = encoder.encode_descriptor("log_stopped", text, None, MetricType::Gauge)?;
        for (reason, stopped) in self.0.stopped() {
            ConstGauge::new(u32::from(stopped)).encode(metric.encode_family(&[("reason", reason)])?)?;
        }
        Ok(())
    }
}

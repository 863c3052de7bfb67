//! Counters for Prometheus. The series are there from the start, since an alert sees no change where there was nothing before.

use super::loaded::Loaded;
use super::log::{Log, now};
use super::path::Route;
use prometheus::{
    Encoder, Gauge, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, Result,
    TextEncoder, core,
};
use std::time::Duration;
use usersig::{ErrorCode, ErrorKind};

/// Upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 12] = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0];
const STATUSES: [&str; 14] = ["200", "400", "401", "403", "404", "405", "408", "413", "415", "421", "422", "429", "431", "503"];

/// All of them. The labels come from the configuration and from fixed lists, so that their number is bounded.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    log: Log,
    requests: IntCounterVec,
    seconds: HistogramVec,
    tickets: IntCounterVec,
    verifications: IntCounterVec,
    reloads: IntCounterVec,
    reload_successful: IntGauge,
    reload_time: Gauge,
    certificate_expiry: IntGaugeVec,
    log_stopped: IntGaugeVec,
    pub(super) connections: IntGauge,
    pub(super) connections_refused: IntCounter,
    pub(super) handshake_failures: IntCounter,
}

impl Metrics {
    pub(super) fn new(log: Log, loaded: &Loaded) -> Result<Self> {
        let registry = Registry::new();
        let one = |name: &str, help| Opts::new(format!("usersig_{name}"), help);
        let counter = |name, help| registered(&registry, IntCounter::with_opts(one(name, help)));
        let gauge = |name, help| registered(&registry, IntGauge::with_opts(one(name, help)));
        let counters = |name, help, labels: &[&str]| registered(&registry, IntCounterVec::new(one(name, help), labels));
        let gauges = |name, help, labels: &[&str]| registered(&registry, IntGaugeVec::new(one(name, help), labels));
        let seconds = HistogramOpts::new("usersig_request_seconds", "Time from a request's head to its answer");
        let reload_time = one("config_last_reload_success_timestamp_seconds", "When the configuration was taken that is in use");
        let metrics = Self {
            requests: counters("requests_total", "Answered requests", &["route", "status"])?,
            seconds: registered(&registry, HistogramVec::new(seconds.buckets(BUCKETS.into()), &["route"]))?,
            tickets: counters("tickets_issued_total", "Issued tickets, those of batches included", &["sdkappid", "version"])?,
            verifications: counters("verifications_total", "Checked tickets by result", &["sdkappid", "result"])?,
            reloads: counters("reloads_total", "Reloads of the configuration", &["result"])?,
            reload_successful: gauge("config_last_reload_successful", "0 where the last reload was refused")?,
            reload_time: registered(&registry, Gauge::with_opts(reload_time))?,
            certificate_expiry: gauges(
                "tls_certificate_expiry_timestamp_seconds",
                "When the first certificate of a file ends",
                &["certificate"],
            )?,
            log_stopped: gauges("log_stopped", "1 while no ticket is issued, since stderr takes no lines", &["reason"])?,
            connections: gauge("connections", "Open connections")?,
            connections_refused: counter("connections_refused_total", "Connections beyond the limit")?,
            handshake_failures: counter("tls_handshake_failures_total", "Connections whose TLS handshake failed")?,
            log,
            registry: registry.clone(),
        };
        gauges("build_info", "The version of the service", &["version"])?.with_label_values(&[usersig::VERSION]).set(1);
        registry.register(Box::new(metrics.log.dropped()))?;
        #[cfg(target_os = "linux")]
        registry.register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))?;
        for (_, path, _) in Route::ALL {
            metrics.seconds.with_label_values(&[path]);
            for status in STATUSES {
                metrics.requests.with_label_values(&[path, status]);
            }
        }
        for result in ["taken", "refused"] {
            metrics.reloads.with_label_values(&[result]);
        }
        metrics.taken(loaded);
        Ok(metrics)
    }

    /// A configuration is in use from now on.
    pub(super) fn taken(&self, loaded: &Loaded) {
        for (sdkappid, application) in loaded.applications() {
            let sdkappid = sdkappid.to_string();
            if application.signer.is_some() {
                self.tickets.with_label_values(&[&*sdkappid, application.version]);
            }
            self.verifications.with_label_values(&[&*sdkappid, "valid"]);
            for code in ErrorCode::ALL.iter().filter(|code| code.kind() == ErrorKind::Ticket) {
                self.verifications.with_label_values(&[&*sdkappid, code.word()]);
            }
        }
        self.certificate_expiry.reset();
        for (certificate, end) in loaded.tls.iter().flat_map(|tls| tls.ends()) {
            self.certificate_expiry.with_label_values(&[certificate]).set(end);
        }
        self.reload_successful.set(1);
        self.reload_time.set(now());
    }

    pub(super) fn answered(&self, route: Route, status: &str, time: Duration) {
        self.requests.with_label_values(&[route.name(), status]).inc();
        self.seconds.with_label_values(&[route.name()]).observe(time.as_secs_f64());
    }

    pub(super) fn issued(&self, sdkappid: u32, version: &str) {
        self.tickets.with_label_values(&[&*sdkappid.to_string(), version]).inc();
    }

    pub(super) fn verified(&self, sdkappid: u32, result: &str) {
        self.verifications.with_label_values(&[&*sdkappid.to_string(), result]).inc();
    }

    pub(super) fn reloaded(&self, taken: Option<&Loaded>) {
        self.reloads.with_label_values(&[if taken.is_some() { "taken" } else { "refused" }]).inc();
        self.reload_successful.set(0);
        if let Some(loaded) = taken {
            self.taken(loaded);
        }
    }

    /// In Prometheus' text format, with no application but those that the caller may see.
    pub(super) fn text(&self, may_see: impl Fn(u32) -> bool) -> String {
        for (reason, stopped) in self.log.stopped() {
            self.log_stopped.with_label_values(&[reason]).set(stopped.into());
        }
        let mut text = Vec::new();
        // A Vec takes every text.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        let text = String::from_utf8(text).unwrap_or_default();
        let application = |line: &str| line.split_once("sdkappid=\"")?.1.split_once('"')?.0.parse().ok();
        text.split_inclusive('\n').filter(|line| application(line).is_none_or(&may_see)).collect()
    }
}

fn registered<M: core::Collector + Clone + 'static>(registry: &Registry, metric: Result<M>) -> Result<M> {
    let metric = metric?;
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

import MoatIngress

/// How it goes with an ingress controller, as Prometheus reads it (text format 0.0.4).
struct IngressMetricsText {
    let report: IngressReport
    let isReady: Bool

    var text: String {
        let nginx = report.nginx
        let sending = report.records.sending
        var text = ""
        func add(_ name: String, _ help: String, _ type: String, _ value: String) {
            text +=
                "# HELP moat_ingress_\(name) \(help)\n# TYPE moat_ingress_\(name) \(type)\nmoat_ingress_\(name) \(value)\n"
        }
        add("ready", "Whether requests are to be sent here.", "gauge", isReady ? "1" : "0")
        add(
            "leading", "Whether this one of several writes to the API.", "gauge", report.leader == "leading" ? "1" : "0"
        )
        add("ingresses", "Ingresses that are served.", "gauge", "\(report.ingresses.count)")
        add("problems", "What is wrong with objects now.", "gauge", "\(report.problems.count)")
        add("nginx_generation", "The configuration in force.", "gauge", "\(nginx.generation)")
        add("nginx_starts_total", "Starts of nginx.", "counter", "\(nginx.starts)")
        add("nginx_deaths_total", "Times that nginx ended by itself.", "counter", "\(nginx.deaths)")
        add("nginx_reloads_total", "Reloads of nginx.", "counter", "\(nginx.reloads)")
        add("nginx_refused_total", "Configurations that nginx refused.", "counter", "\(nginx.refused)")
        add(
            "nginx_failures_total", "Times that nginx could not be made to do what is wished.", "counter",
            "\(nginx.failures)")
        add(
            "table_posts_total", "Changes of endpoints and certificates without a reload.", "counter",
            "\(nginx.tablePosts)")
        add("records_received_total", "Records that nginx told.", "counter", "\(report.records.received)")
        add("records_lost_total", "Records that were not read in time.", "counter", "\(report.records.lost)")
        add("records_unreadable_total", "What nginx told and is no record.", "counter", "\(report.records.unreadable)")
        if let sending {
            add("records_sent_total", "Records that are kept.", "counter", "\(sending.sent)")
            add("records_dropped_total", "Records for which there was no room.", "counter", "\(sending.dropped)")
            add("records_refused_total", "Records that were refused.", "counter", "\(sending.refused)")
        }
        return text
    }
}

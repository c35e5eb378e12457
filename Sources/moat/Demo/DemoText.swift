/// The story as it is told on the terminal.
struct DemoText {
    var style: Style

    func text(_ number: Int, _ row: DemoReportRow) -> String {
        let mark = row.ok ? style("ok", .green) : style("DIFFERS", .red)
        var lines = ["\(style("\(number)  \(row.step)", .bold))"]
        lines.append("   sent      \(row.sent)")
        lines.append("   expected  \(row.expected)")
        lines.append("   observed  \(row.observed)")
        if row.answer.isEmpty {
            lines.append("   log       \(style(log(row.log), .dim))")
        } else {
            let table = row.answer.split(separator: "\n").map { "             \($0)" }
            lines.append("   answer    " + table.joined(separator: "\n").trimmingPrefix { $0 == " " })
        }
        lines.append("   \(mark)")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The record in one line, as `moat logs` shows it, and the name of its table.
    private func log(_ json: String) -> String {
        guard !json.isEmpty, let record = DemoRecord(line: json) else { return "none" }
        let text = LogLineText(line: record.data).text(.table) ?? json
        return "\(record["Type"])  \(text)"
    }
}

import MoatServer

struct ExplainText { let report: ExplainReport; var style: Style = .plain; var text: String { report.verdict } }

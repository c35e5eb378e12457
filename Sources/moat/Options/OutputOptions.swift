import ArgumentParser
import Foundation

struct OutputOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: "How to write the result: table (for people), json or yaml (for programs; the same facts, raw numbers).")
    var output: OutputFormat = .table

    var writer: Output {
        Output(format: output, style: .forDescriptor(STDOUT_FILENO))
    }
}

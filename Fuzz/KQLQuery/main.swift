/// Reads the bytes as a query. Every place in the tree or in an error must lie in the text, and
/// what is wrong must be shown without ado.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzKQLQuery(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    let count = text.utf8.count
    do throws(KQLError) {
        let query = try KQLParser.parse(text)
        let range = query.result.range
        precondition(0 <= range.start && range.start <= range.end && range.end <= count, "the tree lies outside")
        precondition(
            query.lets.allSatisfy { $0.range.start <= $0.range.end && $0.range.end <= count })
    } catch {
        precondition(!error.diagnostics.isEmpty && error.diagnostics.count <= KQLLimits().diagnostics)
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        for diagnostic in error.diagnostics {
            let range = diagnostic.range
            precondition(0 <= range.start && range.start <= range.end && range.end <= count, "an error lies outside")
            precondition(1 <= diagnostic.line && diagnostic.line <= lines.count, "there is no such line")
            let line = String(decoding: lines[diagnostic.line - 1], as: UTF8.self).unicodeScalars
            precondition(1 <= diagnostic.column && diagnostic.length >= 0)
            precondition(diagnostic.column - 1 + diagnostic.length <= line.count, "there is no such column")
        }
        precondition(error.rendered(in: text).utf8.count < 2_000 * error.diagnostics.count, "it is shown at length")
    }
    return 0
}

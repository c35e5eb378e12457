import Foundation

/// The numbers of a result as a chart wants them, chosen as Kusto's `render` chooses them: one
/// column for x, the other numeric columns for y, and a series for each combination of what is
/// left (learn.microsoft.com, kusto/query/render-operator).
struct ChartData: Hashable {
    struct Series: Hashable {
        /// Empty where there is only one.
        var name: String
        /// By the index of x.
        var values: [Int: Double] = [:]
    }

    /// The text of each x, in the order of the rows.
    var labels: [String]
    /// Each x as a number: seconds since 1970 of a time; nil where x is text.
    var positions: [Double]?
    var series: [Series]
    var isTime: Bool

    /// Nil where the result has no column for x or none for y.
    init?(_ result: QueryResult, time: Bool, cells: QueryCellText) {
        let columns = result.columns
        let render = result.render
        let named = render?.xColumn.flatMap { name in columns.firstIndex { $0.name == name } }
        let firstTime = columns.firstIndex { $0.type == "datetime" }
        guard let x = named ?? (time ? firstTime ?? columns.indices.first : columns.indices.first) else { return nil }
        var y = columns.indices.filter { $0 != x && columns[$0].isNumber }
        if let names = render?.yColumns, !names.isEmpty { y = y.filter { names.contains(columns[$0].name) } }
        guard !y.isEmpty else { return nil }
        var split = columns.indices.filter { $0 != x && !columns[$0].isNumber && columns[$0].type != "datetime" }
        if let names = render?.series, !names.isEmpty {
            split = columns.indices.filter { names.contains(columns[$0].name) }
        }
        isTime = columns[x].type == "datetime"
        labels = []
        series = []
        var positions: [Double]? = isTime || columns[x].isNumber ? [] : nil
        var indexOfLabel: [String: Int] = [:]
        var indexOfSeries: [String: Int] = [:]
        for row in result.rows {
            let label = cells.text(row[x], columns[x].type)
            let index: Int
            if let known = indexOfLabel[label] {
                index = known
            } else {
                index = labels.count
                indexOfLabel[label] = index
                labels.append(label.isEmpty ? "(empty)" : label)
                if let position = Self.position(row[x], isTime: isTime) {
                    positions?.append(position)
                } else {
                    positions = nil
                }
            }
            let group = split.map { cells.text(row[$0], columns[$0].type) }.filter { !$0.isEmpty }
            for column in y {
                guard let value = row[column].number, value.isFinite else { continue }
                let name = (group + (y.count > 1 ? [columns[column].name] : [])).joined(separator: ", ")
                let place = indexOfSeries[name] ?? series.count
                if place == series.count {
                    indexOfSeries[name] = place
                    series.append(Series(name: name))
                }
                series[place].values[index] = value
            }
        }
        self.positions = positions
        guard !series.isEmpty else { return nil }
    }

    private static func position(_ cell: QueryCell, isTime: Bool) -> Double? {
        if let number = cell.number { return number.isFinite ? number : nil }
        guard isTime, case .text(let text) = cell else { return nil }
        return QueryCellText.date(text)?.timeIntervalSince1970
    }

    /// From 0, or below it, to the largest value of all series.
    var range: ClosedRange<Double> {
        let values = series.flatMap(\.values.values)
        let low = min(values.min() ?? 0, 0)
        return low...max(values.max() ?? 0, low == 0 ? 1e-300 : 0)
    }
}

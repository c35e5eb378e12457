/// Arithmetic on constants, so that bounds and steps are known when a query is translated.
enum ConstantArithmetic {
    /// Nil where it is left to the database: unknown values, overflow, division by zero.
    static func fold(_ operation: BinaryOperator, _ left: KQLLiteral?, _ right: KQLLiteral?) -> KQLLiteral? {
        guard let left, let right else { return nil }
        switch (left, right) {
        case (.datetime(let one), .datetime(let other)):
            guard operation == .subtract else { return nil }
            let ticks = (one - other).multipliedReportingOverflow(by: 10)
            return ticks.overflow ? nil : .timespan(ticks.partialValue)
        case (.datetime(let moment), .timespan(let ticks)):
            guard operation == .add || operation == .subtract else { return nil }
            return moved(moment, operation == .add ? ticks / 10 : -(ticks / 10))
        case (.timespan(let ticks), .datetime(let moment)):
            return operation == .add ? moved(moment, ticks / 10) : nil
        case (.timespan(let one), .timespan(let other)):
            if operation == .divide { return other == 0 ? nil : .real(Double(one) / Double(other)) }
            return whole(operation, one, other).map(KQLLiteral.timespan)
        case (.timespan(let ticks), .int), (.timespan(let ticks), .long), (.timespan(let ticks), .real):
            guard let factor = real(right), operation == .multiply || (operation == .divide && factor != 0) else {
                return nil
            }
            let value = operation == .multiply ? Double(ticks) * factor : Double(ticks) / factor
            return Int64(exactly: value.rounded()).map(KQLLiteral.timespan)
        case (.int, .timespan), (.long, .timespan), (.real, .timespan):
            return operation == .multiply ? fold(.multiply, right, left) : nil
        default:
            return numbers(operation, left, right)
        }
    }

    private static func numbers(_ operation: BinaryOperator, _ left: KQLLiteral, _ right: KQLLiteral) -> KQLLiteral? {
        if let one = integer(left), let other = integer(right) {
            return whole(operation, one, other).map(KQLLiteral.long)
        }
        guard let one = real(left), let other = real(right) else { return nil }
        switch operation {
        case .add: return .real(one + other)
        case .subtract: return .real(one - other)
        case .multiply: return .real(one * other)
        case .divide: return other == 0 ? nil : .real(one / other)
        default: return nil
        }
    }

    private static func whole(_ operation: BinaryOperator, _ one: Int64, _ other: Int64) -> Int64? {
        let result: (partialValue: Int64, overflow: Bool)
        switch operation {
        case .add: result = one.addingReportingOverflow(other)
        case .subtract: result = one.subtractingReportingOverflow(other)
        case .multiply: result = one.multipliedReportingOverflow(by: other)
        case .divide: result = one.dividedReportingOverflow(by: other)
        default: return nil
        }
        return result.overflow ? nil : result.partialValue
    }

    private static func moved(_ moment: Int64, _ microseconds: Int64) -> KQLLiteral? {
        let result = moment.addingReportingOverflow(microseconds)
        guard !result.overflow, (CivilTime.least...CivilTime.greatest).contains(result.partialValue) else { return nil }
        return .datetime(result.partialValue)
    }

    private static func integer(_ literal: KQLLiteral) -> Int64? {
        switch literal {
        case .int(let value): Int64(value)
        case .long(let value): value
        default: nil
        }
    }

    private static func real(_ literal: KQLLiteral) -> Double? {
        if case .real(let value) = literal { return value }
        return integer(literal).map(Double.init)
    }
}

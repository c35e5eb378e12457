/// The axis of `make-series`, in numbers (ticks for times).
struct SeriesAxis {
    var value: TypedSQL
    /// Where the step 0 begins, and how long a step is.
    var origin: String
    var step: String
    /// The step of a row.
    var position: String
    /// The first step, and the one behind the last, where the query says them.
    var start: String?
    var end: String?
    /// Which rows count.
    var filters: [String]
}

extension TableBinder {
    func seriesAxis(_ node: MakeSeriesSyntax, _ query: BoundQuery) throws(BindingError) -> SeriesAxis {
        var expressions = ExpressionBinder(context, scope, over: query)
        let value = try expressions.bind(node.axis.expression)
        var constants = ExpressionBinder(context, scope)
        let step = try constants.bind(node.step)
        let isTime = value.type == .datetime || value.type == .timespan
        guard isTime ? step.type == .timespan : value.type.isNumeric && step.type.isNumeric else {
            throw BindingError(
                "the axis is of type \(value.type.rawValue) and the step of type \(step.type.rawValue): an axis of times needs a timespan, one of numbers a number",
                at: node.step.range)
        }
        switch step.literal {
        case .timespan(let length) where length > 0, .long(let length) where length > 0: break
        case .int(let length) where length > 0: break
        case .real(let length) where length > 0 && length.isFinite: break
        default: throw BindingError("the step must be a constant above 0", at: node.step.range)
        }
        let isReal = value.type == .real || step.type == .real
        func number(_ value: TypedSQL) -> String { dialect.number(value.sql, isReal ? .real : value.type) }
        var axis = SeriesAxis(
            value: value, origin: isReal ? "0::DOUBLE" : "0", step: number(step), position: "", filters: [])
        if isReal { axis.value.type = .real }
        if let from = node.from {
            let bound = try seriesBound(from, value.type, &constants)
            axis.origin = number(bound)
            axis.start = "0"
            axis.filters.append("\(value.sql) >= \(bound.sql)")
        }
        if let to = node.to {
            let bound = try seriesBound(to, value.type, &constants)
            axis.end = dialect.steps(
                "\(number(bound)) - \(axis.origin)", step: axis.step, roundingUp: true, isReal: isReal)
            axis.filters.append("\(value.sql) < \(bound.sql)")
        }
        axis.filters.append("\(value.sql) IS NOT NULL")
        axis.position = dialect.steps(
            "\(number(value)) - \(axis.origin)", step: axis.step, roundingUp: false, isReal: isReal)
        return axis
    }

    private func seriesBound(
        _ expression: ExpressionSyntax, _ type: KQLType, _ constants: inout ExpressionBinder
    ) throws(BindingError) -> TypedSQL {
        let value = try constants.bind(expression)
        guard value.type == type || (value.type.isNumeric && type.isNumeric) else {
            throw BindingError(
                "the axis is of type \(type.rawValue) and this of type \(value.type.rawValue)", at: expression.range)
        }
        return value
    }
}
